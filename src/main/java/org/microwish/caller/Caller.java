package org.microwish.caller;

import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * The authenticated caller of a request.
 *
 * @param account the token's subject: the id of an account or client, or a name such as "system".
 *     Idempotency keys are unique per account
 * @param role the role the caller acts in
 * @param memberId the member the caller is bound to, or null
 * @param organisationId the organisation the caller acts for, or null
 * @param divisionPath the path of the division whose subtree the caller may access; empty for all
 *     divisions, null for none
 * @param onBehalfOf the party for whom an operator records an event that happened offline; null if
 *     the caller acts for itself
 */
public record Caller(
    String account,
    Role role,
    Long memberId,
    Long organisationId,
    String divisionPath,
    OnBehalf onBehalfOf) {

  /** The service itself, for background work such as deadlines and retention. */
  public static final Caller SYSTEM = new Caller("system", Role.SYSTEM, null, null, "");

  /** Creates a caller who acts for itself. */
  public Caller(
      String account, Role role, Long memberId, Long organisationId, String divisionPath) {
    this(account, role, memberId, organisationId, divisionPath, null);
  }

  /**
   * Returns a copy of this caller that records an offline event for another party; only operators
   * may do so.
   */
  public Caller onBehalfOf(OnBehalf whom) {
    return new Caller(account, role, memberId, organisationId, divisionPath, whom);
  }

  /** Returns true if the division with that path is in the subtree that the caller may access. */
  public boolean covers(String path) {
    return divisionPath != null && path != null && path.startsWith(divisionPath);
  }

  /** Returns true if the caller's role is one of {@code roles}. */
  public boolean is(Role... roles) {
    for (Role one : roles) {
      if (role == one) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns true if the caller is an administrator of the division with that path. An administrator
   * without a division administers all divisions.
   */
  public boolean administers(String path) {
    return role == Role.ADMINISTRATOR && (divisionPath == null || covers(path));
  }

  /**
   * Returns true if the division with that path is in the caller's subtree. For an administrator
   * without a division, that is every division.
   */
  public boolean includes(String path) {
    return covers(path) || administers(path);
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
