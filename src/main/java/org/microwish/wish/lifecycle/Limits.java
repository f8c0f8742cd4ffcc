package org.microwish.wish.lifecycle;

import java.time.Duration;

/**
 * The times and numbers of the rules; all configured.
 *
 * @param contactWithin a claim lapses unless contacted or assessed within this time
 * @param completeWithin the completion date of a claim on a wish that names none
 * @param noAnswerAfter a proxy may say NO_ANSWER this long after delivery
 * @param notice how long a fulfilled wish stays in public notice
 * @param pendingClaims how many claims of one wish may wait for approval
 */
public record Limits(
    Duration contactWithin,
    Duration completeWithin,
    Duration noAnswerAfter,
    Duration notice,
    int pendingClaims) {}
