package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * One line of a leaderboard.
 *
 * @param rank from 1, without ties
 * @param id an organisation's id or a member's pseudonym
 * @param fulfilled distinct wishes that it completed and that were fulfilled in the month
 * @param participations (claim, member) pairs that began in the month
 * @param earliestFulfilment the earliest of those fulfilments; null when there is none
 */
public record Standing(
    int rank, String id, long fulfilled, long participations, Instant earliestFulfilment) {}
