package org.microwish.party;

import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** Who may do what with divisions, organisations, members and check-ins. */
final class Access {

  private Access() {}

  /** Divisions are recorded and renamed by administrators, each within its own subtree. */
  static void requireDivisions(Caller caller, String path) {
    if (!administers(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /** The roles that manage organisations somewhere. */
  static void requireOrganisationRole(Caller caller) {
    if (!caller.is(Role.OPERATOR, Role.ADMINISTRATOR, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
  }

  /** Organisations are public; they are managed by their division's operator or administrator. */
  static void requireOrganisations(Caller caller, String path) {
    if (!operates(caller, path) && !administers(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /** The roles that keep members' records somewhere. */
  static void requireMemberRole(Caller caller) {
    if (!caller.is(Role.OPERATOR, Role.STEWARD, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
  }

  /** Whether the caller is operator of the division with that path, or the service itself. */
  static boolean operates(Caller caller, String path) {
    return caller.is(Role.OPERATOR, Role.SYSTEM) && caller.covers(path);
  }

  /** Whether the caller is the organisation's steward; nobody is where there is none. */
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
    // An administrator without a division administers them all.
    return caller.role() == Role.SYSTEM
        || (caller.role() == Role.ADMINISTRATOR
            && (caller.divisionPath() == null || caller.covers(path)));
  }
}
