package org.microwish.party;

import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** Authorisation rules for divisions, organisations, members and check-ins. */
final class Access {

  private Access() {}

  /** Requires an administrator whose subtree contains the division. */
  static void requireDivisions(Caller caller, String path) {
    if (!administers(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /** Requires a role that can manage organisations; the division is checked separately. */
  static void requireOrganisationRole(Caller caller) {
    if (!caller.is(Role.OPERATOR, Role.ADMINISTRATOR, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
  }

  /** Requires the operator or administrator of the organisation's division. */
  static void requireOrganisations(Caller caller, String path) {
    if (!operates(caller, path) && !administers(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /** Requires a role that can manage member records; the division is checked separately. */
  static void requireMemberRole(Caller caller) {
    if (!caller.is(Role.OPERATOR, Role.STEWARD, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
  }

  /** Whether the caller is an operator whose subtree contains the path, or the service itself. */
  static boolean operates(Caller caller, String path) {
    return caller.is(Role.OPERATOR, Role.SYSTEM) && caller.covers(path);
  }

  /** Whether the caller is the organisation's steward; false if the id is null. */
  static boolean stewards(Caller caller, Long organisationId) {
    return caller.role() == Role.STEWARD
        && organisationId != null
        && organisationId.equals(caller.organisationId());
  }

  /** Whether the caller is that member. */
  static boolean isMember(Caller caller, long memberId) {
    return caller.role() == Role.MEMBER
        && caller.memberId() != null
        && caller.memberId() == memberId;
  }

  private static boolean administers(Caller caller, String path) {
    // An administrator without a division administers all divisions.
    return caller.role() == Role.SYSTEM
        || (caller.role() == Role.ADMINISTRATOR
            && (caller.divisionPath() == null || caller.covers(path)));
  }
}
