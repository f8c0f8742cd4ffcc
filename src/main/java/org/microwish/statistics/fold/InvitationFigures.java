package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * An invitation to claim a wish, or a place that was offered to somebody in the waiting list.
 *
 * @param offered true for an offered place, false for an invitation by an operator
 * @param invitedAt when it was sent or offered
 * @param state ACCEPTED, DECLINED, EXPIRED or WITHDRAWN; INVITED before the end
 * @param endedAt when it ended; null before
 */
public record InvitationFigures(
    String id, boolean offered, Instant invitedAt, String state, Instant endedAt) {}
