package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * One line of a leaderboard, for an organisation or a member.
 *
 * @param rank from 1, without ties
 * @param id the organisation's id or the member's pseudonym
 * @param fulfilled the number of distinct wishes fulfilled in the month that the member, or the
 *     organisation or its members, completed
 * @param participations the number of (claim, member) pairs that began in the month
 * @param earliestFulfilment the earliest of these fulfilments; null when there is none
 */
public record BoardStanding(
    int rank, String id, long fulfilled, long participations, Instant earliestFulfilment) {}
