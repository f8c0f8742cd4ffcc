package org.microwish.login.account;

import org.microwish.caller.Role;

/**
 * The rights that are granted to an account itself, independent of a membership.
 *
 * @param role RESIDENT, COLLECTOR, STEWARD, OPERATOR, AUDITOR or ADMINISTRATOR. The account of a
 *     member has the role that its owner would have without the membership. A partner's program is
 *     a client, not an account.
 * @param organisationId the organisation that the account is steward of, or null
 * @param divisionPath the path of the division in whose subtree the account works; empty for all
 *     divisions; null if the role needs no division
 */
public record AccountDraft(Role role, Long organisationId, String divisionPath) {

  /** The rights of every account that a login with WeChat creates. */
  public static final AccountDraft RESIDENT = new AccountDraft(Role.RESIDENT, null, null);
}
