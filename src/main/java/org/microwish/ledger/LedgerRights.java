package org.microwish.ledger;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Says whether the database itself keeps this service from changing the ledger, as {@code
 * deploy/database-grants.sql} has it. With one account for everything it does not.
 */
@Wellness
@ApplicationScoped
public class LedgerRights implements HealthCheck {

  /** What an append-only account may do to none of these. */
  private static final List<String> TABLES =
      List.of("ledger_entry", "ledger_leaf", "ledger_tile", "ledger_checkpoint", "posting");

  /** Command denied (1142), also that of MariaDB. */
  private static final int DENIED = 1142;

  private final DataSource database;

  LedgerRights(DataSource database) {
    this.database = database;
  }

  /** Whether the database refuses to change and to delete in all of the tables. */
  boolean areEnforced() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        // Changes nothing where it is allowed: rights are looked at before rows.
        if (isAllowed(statement, "DELETE FROM " + table + " WHERE 1 = 0")) {
          return false;
        }
      }
      return !isAllowed(statement, "UPDATE ledger_entry SET leaf_hash = leaf_hash WHERE 1 = 0");
    }
  }

  private static boolean isAllowed(Statement statement, String sql) throws SQLException {
    try {
      statement.executeUpdate(sql);
      return true;
    } catch (SQLException refused) {
      if (refused.getErrorCode() == DENIED) {
        return false;
      }
      throw refused;
    }
  }

  /** Never down: one account for everything is allowed, and must be seen. */
  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger rights").up();
    try {
      boolean enforced = areEnforced();
      answer.withData("enforced", enforced);
      if (!enforced) {
        answer.withData(
            "why", "the service's account may change the ledger; see deploy/database-grants.sql");
      }
    } catch (SQLException unreachable) {
      answer.withData("failure", unreachable.toString());
    }
    return answer.build();
  }
}
