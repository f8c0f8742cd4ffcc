package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * The participation of one member in one claim.
 *
 * @param member the member's pseudonym
 * @param since when the participation began to count: when the claim became ACTIVE, or when the
 *     member joined after that; on a PENDING claim, when the member was added
 * @param leaf the index of the leaf that set {@code since}
 */
public record Participation(String member, Instant since, long leaf) {}
