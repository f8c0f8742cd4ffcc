package org.microwish.party;

/**
 * CDI event: the organisation of a member with an account changes in the current transaction. The
 * observer revokes all tokens of the account, because tokens may carry the previous organisation.
 *
 * @param account the account bound to the member
 */
public record MemberMoved(String account) {}
