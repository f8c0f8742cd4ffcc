package org.microwish.party;

/**
 * CDI event: a member with an account leaves in the current transaction. Observers revoke what the
 * account could do as that member.
 *
 * @param account the account bound to the member
 */
public record MemberLeft(String account) {}
