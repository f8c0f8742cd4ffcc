package org.microwish.wish.claiming;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.Transition;
import org.microwish.wish.Claim;
import org.microwish.wish.Invitation;
import org.microwish.wish.Wish;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.Decision;

/**
 * An accepted claim that is not yet written.
 *
 * @param wish the wish; later claims of the same batch change the same object
 * @param ended the invitations that end with the claim: the one that it accepts, and those that
 *     have run out
 * @param participants the organisation id of each participating member, by member id
 * @param version the wish's version after this claim, which the ledger entry records
 * @param facts the facts of the ledger leaf; {@link BatchRecorder} adds the fact {@code claim}
 * @param receipt the receipt without its ledger part, which is added when the ledger entry is
 *     written
 */
record AcceptedClaim(
    ClaimRequest request,
    Claim claim,
    Wish wish,
    List<Invitation> ended,
    Map<Long, Long> participants,
    long entryId,
    Instant at,
    long version,
    Transition transition,
    Map<String, Object> facts,
    Decision.Accepted decision,
    WishReceipt receipt) {}
