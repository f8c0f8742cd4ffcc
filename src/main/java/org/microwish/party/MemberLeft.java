package org.microwish.party;

/**
 * CDI event: a member leaves in the current transaction. Observers revoke what the account could do
 * as that member.
 *
 * @param account the account bound to the member, or null
 */
public record MemberLeft(long id, String account) {}
