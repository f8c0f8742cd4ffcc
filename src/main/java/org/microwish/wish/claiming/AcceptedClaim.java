package org.microwish.wish.claiming;

import java.time.Instant;
import java.util.Map;
import org.microwish.ledger.leaf.Transition;
import org.microwish.wish.Claim;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.Decision;

/**
 * A claim that was accepted, as it is to be written.
 *
 * @param wish as it is after this claim, or after later ones of the batch
 * @param participants members who take part, each with its organisation
 * @param version the wish's, which the ledger entry records
 * @param facts the leaf's, without who claims
 * @param receipt without the ledger's part, which is known when the entry is written
 */
record AcceptedClaim(
    ClaimRequest request,
    Claim claim,
    Wish wish,
    Map<Long, Long> participants,
    long entryId,
    Instant at,
    long version,
    Transition transition,
    Map<String, Object> facts,
    Decision.Accepted decision,
    WishReceipt receipt) {}
