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

  private final Queries queries;

  LedgerRights(DataSource database) {
    this.queries = new Queries(database);
  }

  /** Whether the database refuses to change and to delete in all of the tables. */
  boolean areEnforced() {
    // Changes nothing where it is allowed: rights are checked before rows.
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
    } catch (IllegalStateException unreachable) {
      answer.withData("failure", unreachable.toString());
    }
    return answer.build();
  }
}
