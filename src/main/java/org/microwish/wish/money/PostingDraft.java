package org.microwish.wish.money;

/**
 * A posting that a decision requires and that is not written yet.
 *
 * @param claimId the id of the claim whose money moves; null for public funds
 * @param reverses the id of the posting that this posting reverses, or null
 */
public record PostingDraft(
    Long claimId, Movement movement, Money amount, Form form, Long reverses) {}
