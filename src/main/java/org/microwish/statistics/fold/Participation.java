package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * The participation of one member in one claim.
 *
 * @param member the member's pseudonym
 * @param since when the participation began to count: when the claim became ACTIVE, or when the
 *     member joined after that; on a PENDING claim, when the member was added
 * @param leaf the index of the leaf that set {@code since}
 * @param delivered whether the member took part when work of the claim was delivered, and so counts
 *     even after having left the claim
 */
public record Participation(String member, Instant since, long leaf, boolean delivered) {}
