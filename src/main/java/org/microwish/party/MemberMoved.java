package org.microwish.party;

/**
 * CDI event: a member with an account moves to another organisation in the current transaction.
 * Observers revoke what the account could do for the previous organisation.
 *
 * @param account the account bound to the member
 */
public record MemberMoved(String account) {}
