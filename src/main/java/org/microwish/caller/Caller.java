package org.microwish.caller;

import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Who a request comes from.
 *
 * @param account the account or client, opaque; the scope of idempotency keys
 * @param role what it acts as
 * @param memberId the member it is bound to, or null
 * @param organisationId the organisation it acts for, or null
 * @param divisionPath the path of the division whose subtree it works in; empty for everywhere,
 *     null for none
 */
public record Caller(
    String account, Role role, Long memberId, Long organisationId, String divisionPath) {

  /** The service itself: the sweeper, the sequencer. */
  public static final Caller SYSTEM = new Caller("system", Role.SYSTEM, null, null, "");

  /** Whether this caller's subtree holds the division with that path. */
  public boolean covers(String path) {
    return divisionPath != null && path != null && path.startsWith(divisionPath);
  }

  /** Whether the role is one of these. */
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
   * administers them all.
   */
  public boolean administers(String path) {
    return role == Role.ADMINISTRATOR && (divisionPath == null || covers(path));
  }

  /** The member this caller is bound to, or FORBIDDEN. */
  public long requireMember() {
    if (memberId == null) {
      throw forbidden();
    }
    return memberId;
  }

  /** The organisation this caller acts for, or FORBIDDEN. */
  public long requireOrganisation() {
    if (organisationId == null) {
      throw forbidden();
    }
    return organisationId;
  }

  /** The problem for a caller who may not do this. */
  public static ProblemException forbidden() {
    return ProblemType.FORBIDDEN.exception();
  }
}
