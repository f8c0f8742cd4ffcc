package org.microwish.demand;

import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.demand.lifecycle.DemandRole;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.CommandContext;

/** The data of one running command on a demand. */
final class DemandContext extends CommandContext<Demand, DemandRole> {
  final Demand demand;

  /** The support that the command addresses or creates, or null. */
  Support support;

  DemandContext(
      Caller caller,
      Demand demand,
      Support support,
      Set<DemandRole> roles,
      long entryId,
      EventTime when) {
    super(caller, demand, roles, entryId, when);
    this.demand = demand;
    this.support = support;
  }

  @Override
  public Long partId() {
    return support == null ? null : support.id;
  }

  @Override
  public Long organisationId() {
    return demand.departmentId;
  }
}
