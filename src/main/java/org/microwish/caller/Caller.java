package org.microwish.caller;

import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The authenticated caller of a request.
 *
 * @param account the token's subject, an account or a client; opaque; the scope of idempotency keys
 * @param role the role the caller acts in
 * @param memberId the member the caller is bound to, or null
 * @param organisationId the organisation the caller acts for, or null
 * @param divisionPath the path of the division whose subtree the caller may access; empty for all
 *     divisions, null for none
 */
public record Caller(
    String account, Role role, Long memberId, Long organisationId, String divisionPath) {

  /** The service itself, for background work such as the sweeper and the sequencer. */
  public static final Caller SYSTEM = new Caller("system", Role.SYSTEM, null, null, "");

  /** Whether the division with that path lies in this caller's subtree. */
  public boolean covers(String path) {
    return divisionPath != null && path != null && path.startsWith(divisionPath);
  }

  /** Whether the caller has one of these roles. */
  public boolean is(Role... roles) {
    for (Role one : roles) {
      if (role == one) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the caller administers the division with that path; an administrator without a division
   * administers all divisions.
   */
  public boolean administers(String path) {
    return role == Role.ADMINISTRATOR && (divisionPath == null || covers(path));
  }

  /** Returns the member this caller is bound to; throws FORBIDDEN if there is none. */
  public long requireMember() {
    if (memberId == null) {
      throw forbidden();
    }
    return memberId;
  }

  /** Returns the organisation this caller acts for; throws FORBIDDEN if there is none. */
  public long requireOrganisation() {
    if (organisationId == null) {
      throw forbidden();
    }
    return organisationId;
  }

  /** Creates a FORBIDDEN problem. */
  public static ProblemException forbidden() {
    return ProblemType.FORBIDDEN.exception();
  }
}
