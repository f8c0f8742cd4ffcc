package org.microwish.login.account;

import org.microwish.caller.Role;

/**
 * The rights that are granted to an account itself, independent of a membership.
 *
 * @param role RESIDENT, COLLECTOR, STEWARD, OPERATOR, AUDITOR or ADMINISTRATOR. A member's account
 *     has the role that its owner would have without the membership; a partner's program is a
 *     client, not an account.
 * @param organisationId the organisation it is steward of, or null
 * @param divisionPath path of the division whose subtree it works in; empty for everywhere; null if
 *     its role needs no division
 */
public record AccountDraft(Role role, Long organisationId, String divisionPath) {

  /** The draft for every account that a login with WeChat creates. */
  public static final AccountDraft RESIDENT = new AccountDraft(Role.RESIDENT, null, null);
}
