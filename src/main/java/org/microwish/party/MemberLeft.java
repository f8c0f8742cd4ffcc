package org.microwish.party;

/**
 * A member has left, in this transaction: what its account could do as a member ends with it.
 *
 * @param account the account that is bound to the member
 */
public record MemberLeft(String account) {}
