package org.microwish.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.microwish.platform.sql.JdbcQuery;

/**
 * How far a consumer of the ledger, such as a projection, has processed the leaves. Its row is in
 * the table {@code ledger_cursor}.
 *
 * @param consumer the row's key
 */
public record LedgerCursor(String consumer) {

  /**
   * A cursor's position beside the ledger.
   *
   * @param position the number of leaves that the consumer has processed
   * @param size the number of leaves in the ledger
   */
  public record Place(long position, long size) {}

  /** Returns the position and the ledger's size, both of the same moment; locks nothing. */
  public Place place(Connection connection) throws SQLException {
    return JdbcQuery.of(
            connection,
            """
            SELECT c.position, h.size FROM ledger_cursor c, ledger_head h
            WHERE c.consumer = :consumer AND h.log_id = 1
            """)
        .set("consumer", consumer)
        .first(Place.class)
        .orElseThrow(this::missing);
  }

  /** Returns the position, and locks the cursor until the transaction ends. */
  public long lock(Connection connection) throws SQLException {
    return JdbcQuery.of(
            connection, "SELECT position FROM ledger_cursor WHERE consumer = :consumer FOR UPDATE")
        .set("consumer", consumer)
        .first(Long.class)
        .orElseThrow(this::missing);
  }

  /**
   * Moves the cursor if its position is {@code from}.
   *
   * @return true if the cursor was moved; its row then stays locked until the transaction ends.
   *     False if another instance has moved it
   */
  public boolean move(Connection connection, long from, long to, Instant now) throws SQLException {
    return JdbcQuery.of(
                connection,
                """
                UPDATE ledger_cursor SET position = :to, updated_at = :now
                WHERE consumer = :consumer AND position = :from
                """)
            .set("to", to)
            .set("now", now)
            .set("consumer", consumer)
            .set("from", from)
            .run()
        == 1;
  }

  private IllegalStateException missing() {
    return new IllegalStateException("no cursor " + consumer);
  }
}
