package org.microwish.login.account;

import org.microwish.caller.Role;
import org.microwish.problem.Faults;
import org.microwish.problem.FieldFault;

/**
 * What an account may do of its own, before it is bound to a member.
 *
 * @param role RESIDENT, COLLECTOR, STEWARD, OPERATOR, AUDITOR or ADMINISTRATOR. A member's account
 *     has the role that its owner has without the membership; a partner's program is a client.
 * @param organisationId the organisation it is steward of, or null
 * @param divisionPath where it works; empty for everywhere; null where its role is bound to none
 */
public record AccountDraft(Role role, Long organisationId, String divisionPath) {

  /** What everybody is who comes through WeChat. */
  public static final AccountDraft RESIDENT = new AccountDraft(Role.RESIDENT, null, null);

  /** Adds what is wrong, by the field of a request. */
  public void check(Faults faults) {
    if (faults.required("/role", role) == null) {
      return;
    }
    switch (role) {
      case MEMBER, PARTNER, SYSTEM -> faults.add("/role", FieldFault.NOT_ALLOWED);
      case STEWARD -> faults.required("/organisationId", organisationId);
      case COLLECTOR, OPERATOR, AUDITOR -> faults.required("/division", divisionPath);
      case RESIDENT, ADMINISTRATOR -> {}
    }
  }
}
