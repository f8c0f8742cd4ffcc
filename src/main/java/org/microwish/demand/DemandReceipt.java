package org.microwish.demand;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/**
 * Response to a command on a demand.
 *
 * @param version the demand's version after the command
 * @param route the route number after the command, which the command to take the demand names
 * @param supportId the support that the command created or ended, if any
 * @param wishId the wish or micro-project that the demand became, if any
 * @param ledger the ledger entry that records the command
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The result of a command: the demand's version, state and route number after it, the"
            + " support or wish that it created, and the ledger entry that records it.")
public record DemandReceipt(
    Id demandId,
    long version,
    DemandState state,
    int route,
    Id supportId,
    Id wishId,
    LedgerReceipt ledger)
    implements VersionedReceipt {

  static DemandReceipt of(DemandContext context, LedgerReceipt ledger) {
    Demand demand = context.demand;
    return new DemandReceipt(
        new Id(demand.id),
        demand.version,
        demand.state,
        demand.route,
        context.support == null ? null : new Id(context.support.id),
        demand.wishId == null ? null : new Id(demand.wishId),
        ledger);
  }
}
