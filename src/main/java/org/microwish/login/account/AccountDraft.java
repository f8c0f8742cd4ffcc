package org.microwish.login.account;

import org.microwish.caller.Role;

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
}
