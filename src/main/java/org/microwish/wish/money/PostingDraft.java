package org.microwish.wish.money;

/**
 * A movement that a command decided on, before it is written.
 *
 * @param claimId the claim it belongs to, or null for public funds
 * @param reverses the posting it takes back, or null
 */
public record PostingDraft(
    Long claimId, Movement movement, Money amount, Form form, Long reverses) {}
