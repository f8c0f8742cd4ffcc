package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.demand.lifecycle.DemandRole;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.group.lifecycle.GroupKind;
import org.microwish.group.lifecycle.GroupState;

/** Determines a caller's roles towards a demand, and what the caller may see of it. */
@ApplicationScoped
public class DemandAccess {

  private final DemandQueries queries;

  DemandAccess(DemandQueries queries) {
    this.queries = queries;
  }

  /** Returns the caller's roles towards the demand and, if not null, the support. */
  Set<DemandRole> roles(Caller caller, Demand demand, Support support) {
    EnumSet<DemandRole> roles = EnumSet.noneOf(DemandRole.class);
    if (caller.is(Role.OPERATOR) && caller.covers(demand.divisionPath)) {
      roles.add(DemandRole.OPERATOR);
    }
    if (caller.is(Role.SYSTEM)) {
      roles.add(DemandRole.SWEEPER);
    }
    if (asks(caller, demand)) {
      roles.add(DemandRole.ASKER);
    }
    if (caller.account().equals(demand.createdBy)) {
      roles.add(DemandRole.AUTHOR);
    }
    if (records(caller, demand)) {
      roles.add(DemandRole.RECORDER);
    }
    if (isInOffice(caller, demand)) {
      roles.add(DemandRole.OFFICE);
    }
    if (handles(caller, demand)) {
      roles.add(DemandRole.HANDLER);
    }
    if (caller.is(Role.RESIDENT, Role.MEMBER)) {
      roles.add(DemandRole.CANDIDATE);
      if (support != null && support.account.equals(caller.account())) {
        roles.add(DemandRole.SUPPORTER);
      }
    }
    return roles;
  }

  /** Returns true if the caller is the resident who asks, or leads the enterprise that asks. */
  boolean asks(Caller caller, Demand demand) {
    return (caller.account().equals(demand.asker) && caller.is(Role.RESIDENT, Role.MEMBER))
        || (demand.enterpriseId != null && leads(caller, demand.enterpriseId));
  }

  /** Returns true if the caller leads the active enterprise. */
  boolean leads(Caller caller, long enterprise) {
    return caller.is(Role.MEMBER)
        && caller.memberId() != null
        && queries.countLed(enterprise, caller.memberId(), GroupKind.ENTERPRISE, GroupState.ACTIVE)
            > 0;
  }

  private boolean records(Caller caller, Demand demand) {
    return switch (caller.role()) {
      case COLLECTOR, PARTNER, OPERATOR -> caller.covers(demand.divisionPath);
      case MEMBER -> attends(caller, demand.hallId);
      case RESIDENT, STEWARD, AUDITOR, ADMINISTRATOR, SYSTEM -> false;
    };
  }

  private boolean attends(Caller caller, Long hall) {
    return hall != null
        && caller.is(Role.MEMBER)
        && caller.memberId() != null
        && queries.countAttending(hall, caller.memberId()) > 0;
  }

  /** Returns true if the caller belongs to the level or hall to which the demand is dispatched. */
  private boolean isInOffice(Caller caller, Demand demand) {
    if (demand.level == null) {
      return false;
    }
    boolean staff =
        switch (demand.level) {
          case BUILDING, GRID -> caller.is(Role.COLLECTOR) && caller.covers(demand.officePath);
          case COMMUNITY ->
              caller.is(Role.COLLECTOR, Role.OPERATOR) && caller.covers(demand.officePath);
          case STREET -> caller.is(Role.OPERATOR) && caller.covers(demand.officePath);
          case DEPARTMENT ->
              caller.is(Role.STEWARD)
                  && demand.departmentId != null
                  && demand.departmentId.equals(caller.organisationId());
        };
    return staff || attends(caller, demand.routeHallId);
  }

  private static boolean handles(Caller caller, Demand demand) {
    return caller.account().equals(demand.handler);
  }

  /** Returns true if the caller may see that the demand exists. */
  boolean sees(Caller caller, Demand demand) {
    return demand.isPublic() || (caller != null && seesPrivate(caller, demand));
  }

  /** Returns true if the caller may see the private texts of the demand. */
  boolean seesPrivate(Caller caller, Demand demand) {
    boolean staff =
        caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR, Role.SYSTEM)
            && caller.covers(demand.divisionPath);
    return staff
        || asks(caller, demand)
        || caller.account().equals(demand.createdBy)
        || handles(caller, demand)
        || (demand.state.isRouted() && isInOffice(caller, demand));
  }

  /** Returns true if the caller may see the name and contact data of the asker in full. */
  boolean seesContact(Caller caller, Demand demand) {
    return asks(caller, demand)
        || (handles(caller, demand) && demand.state == DemandState.HANDLING);
  }
}
