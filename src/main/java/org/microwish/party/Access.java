package org.microwish.party;

import org.microwish.caller.Caller;
import org.microwish.caller.Role;

/** Authorisation rules for divisions, organisations, members and check-ins. */
final class Access {

  private Access() {}

  /**
   * Throws FORBIDDEN unless the caller is the service itself, or an administrator whose subtree
   * contains the division with that path.
   */
  static void requireDivisions(Caller caller, String path) {
    if (!administers(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /**
   * Throws FORBIDDEN unless the caller's role can record organisations; partners record them by
   * imports. Does not check the division.
   */
  static void requireOrganisationRole(Caller caller) {
    if (!caller.is(Role.OPERATOR, Role.ADMINISTRATOR, Role.PARTNER, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
  }

  /**
   * Throws FORBIDDEN unless the caller is the service itself, or an operator or administrator whose
   * subtree contains the organisation's division.
   *
   * @param path the path of the organisation's division
   */
  static void requireOrganisations(Caller caller, String path) {
    if (!records(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /**
   * Throws FORBIDDEN unless the caller's role can record members; administrators and partners
   * record them by imports. Does not check the division.
   */
  static void requireMemberImportRole(Caller caller) {
    if (!caller.is(Role.ADMINISTRATOR, Role.PARTNER)) {
      requireMemberRole(caller);
    }
  }

  /**
   * Throws FORBIDDEN unless the caller's role can manage member records. Does not check the
   * division.
   */
  static void requireMemberRole(Caller caller) {
    if (!caller.is(Role.OPERATOR, Role.STEWARD, Role.SYSTEM)) {
      throw Caller.forbidden();
    }
  }

  /**
   * Returns true if the caller is the service itself, or an operator whose subtree contains the
   * path.
   */
  static boolean operates(Caller caller, String path) {
    return caller.is(Role.OPERATOR, Role.SYSTEM) && caller.covers(path);
  }

  /**
   * Returns true if the caller may record members and check-ins of that division: the service
   * itself, or an operator or administrator whose subtree contains the path.
   */
  static boolean records(Caller caller, String path) {
    return operates(caller, path) || administers(caller, path);
  }

  /**
   * Returns true if the caller may import organisations and members of that division: the callers
   * for whom {@link #records} is true, and a partner whose subtree contains the path. Does not
   * check whether the partner has permission for imports; the import checks this.
   */
  static boolean imports(Caller caller, String path) {
    return records(caller, path) || (caller.role() == Role.PARTNER && caller.covers(path));
  }

  /** Throws FORBIDDEN unless {@link #imports}. */
  static void requireImports(Caller caller, String path) {
    if (!imports(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /** Throws FORBIDDEN unless {@link #operates}. */
  static void requireOperator(Caller caller, String path) {
    if (!operates(caller, path)) {
      throw Caller.forbidden();
    }
  }

  /** Returns true if the caller acts as steward of the organisation; false if the id is null. */
  static boolean stewards(Caller caller, Long organisationId) {
    return caller.role() == Role.STEWARD
        && organisationId != null
        && organisationId.equals(caller.organisationId());
  }

  /** Returns true if the caller acts as that member. */
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
