package org.microwish.wish.desk;

import java.time.Instant;

/**
 * What is due on a wish's live claims.
 *
 * @param dueAt the earliest deadline of an active claim that is not delivered, or null
 * @param overdue the number of active claims that are overdue
 * @param pendingSince when the oldest claim that waits for approval was made, or null
 */
public record ClaimsDue(long wishId, Instant dueAt, long overdue, Instant pendingSince) {}
