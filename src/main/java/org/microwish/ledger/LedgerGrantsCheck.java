package org.microwish.ledger;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Health check that shows whether the database refuses changes to the ledger's tables by this
 * service, as it does with the grants of {@code deploy/database-grants.sql}. With a database
 * account that has all rights, the service could change the ledger.
 */
@Wellness
@ApplicationScoped
public class LedgerGrantsCheck implements HealthCheck {

  /** Tables whose rows the service's database account must not be able to delete. */
  private static final List<String> TABLES =
      List.of("ledger_entry", "ledger_leaf", "ledger_tile", "ledger_checkpoint", "posting");

  /** The error code of MySQL and MariaDB for a command that is denied on a table. */
  private static final int DENIED = 1142;

  private final Queries queries;

  LedgerGrantsCheck(DataSource database) {
    this.queries = new Queries(database);
  }

  /**
   * Returns true if the database denies DELETE on all {@link #TABLES} and UPDATE on ledger_entry.
   */
  boolean areEnforced() {
    // The statements match no rows, so they change nothing even if they are allowed.
    return TABLES.stream().noneMatch(table -> isAllowed("DELETE FROM " + table + " WHERE 1 = 0"))
        && !isAllowed("UPDATE ledger_entry SET leaf_hash = leaf_hash WHERE 1 = 0");
  }

  private boolean isAllowed(String sql) {
    try {
      queries.update(sql, Map.of());
      return true;
    } catch (IllegalStateException refused) {
      if (refused.getCause() instanceof SQLException why && why.getErrorCode() == DENIED) {
        return false;
      }
      throw refused;
    }
  }

  /**
   * Always reports UP, because a database account with all rights is permitted. The data {@code
   * enforced} shows whether the database refuses the changes.
   */
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
    } catch (IllegalStateException unreachable) {
      answer.withData("failure", unreachable.toString());
    }
    return answer.build();
  }
}
