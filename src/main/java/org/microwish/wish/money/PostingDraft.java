package org.microwish.wish.money;

/**
 * A posting decided by a command and not yet written.
 *
 * @param claimId the claim it belongs to, or null for public funds
 * @param reverses the posting it reverses, or null
 */
public record PostingDraft(
    Long claimId, Movement movement, Money amount, Form form, Long reverses) {}
