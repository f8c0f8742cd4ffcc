package org.microwish.activity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.activity.lifecycle.ActivityRole;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/**
 * Determines a caller's roles towards an activity and an enrolment, and whether the caller may see
 * the activity and its roster.
 */
@ApplicationScoped
class ActivityAccess {

  private final ActivityQueries queries;

  ActivityAccess(ActivityQueries queries) {
    this.queries = queries;
  }

  /** Returns the caller's roles towards the activity and, if not null, the enrolment. */
  Set<ActivityRole> roles(Caller caller, Activity activity, Enrolment enrolment) {
    EnumSet<ActivityRole> roles = EnumSet.noneOf(ActivityRole.class);
    if (caller.is(Role.OPERATOR) && caller.covers(activity.divisionPath)) {
      roles.add(ActivityRole.OPERATOR);
    }
    if (caller.is(Role.SYSTEM)) {
      roles.add(ActivityRole.SWEEPER);
    }
    if (hosts(caller, activity)) {
      roles.add(ActivityRole.HOST);
    }
    if (caller.is(Role.MEMBER) && caller.memberId() != null) {
      roles.add(ActivityRole.GUEST);
      if (enrolment != null && caller.memberId() == enrolment.memberId) {
        roles.add(ActivityRole.PERSON);
      }
    }
    return roles;
  }

  private boolean hosts(Caller caller, Activity activity) {
    if (caller.is(Role.STEWARD)) {
      return caller.organisationId() != null
          && (caller.organisationId().equals(activity.hostId)
              || activity.coHostIds().contains(caller.organisationId()));
    }
    return caller.is(Role.MEMBER)
        && caller.memberId() != null
        && activity.groupId != null
        && queries.countLed(activity.groupId, caller.memberId()) > 0;
  }

  /** Returns true if the caller may see the activity; otherwise, the caller gets NOT_FOUND. */
  boolean sees(Caller caller, Activity activity) {
    return (activity.state.isPublic() && !activity.held)
        || (caller != null && (seesRoster(caller, activity) || takesPart(caller, activity)));
  }

  private boolean takesPart(Caller caller, Activity activity) {
    return caller.is(Role.MEMBER)
        && caller.memberId() != null
        && queries.countIn(activity.id, caller.memberId()) > 0;
  }

  /**
   * Returns true if the caller may see who takes part: the host, and the operators and auditors of
   * the division.
   */
  boolean seesRoster(Caller caller, Activity activity) {
    return hosts(caller, activity)
        || (caller.is(Role.OPERATOR, Role.AUDITOR, Role.SYSTEM)
            && caller.covers(activity.divisionPath));
  }
}
