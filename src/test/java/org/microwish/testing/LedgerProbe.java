package org.microwish.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Reads the ledger's tables directly. */
public final class LedgerProbe {

  private LedgerProbe() {}

  /** Waits until every committed entry has its leaf. */
  public static void awaitIntegrated() {
    Awaitility.await("entries without a leaf")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> number("SELECT COUNT(*) FROM ledger_queue") == 0);
  }

  /** Returns the number of leaves. */
  public static long treeSize() {
    return number("SELECT size FROM ledger_head WHERE log_id = 1");
  }

  private static long number(String sql) {
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
