package org.microwish.party;

/**
 * A member now belongs to another organisation, in this transaction: what its account could do for
 * the one before ends with it.
 *
 * @param account the account that is bound to the member
 */
public record MemberMoved(String account) {}
