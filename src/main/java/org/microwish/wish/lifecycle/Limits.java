package org.microwish.wish.lifecycle;

import java.time.Instant;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;

/**
 * The configured time limits and maximum numbers that the rules apply.
 *
 * @param calendar the calendar of working days and days of rest
 * @param contactWithin the time that an active claim has for a contact with the resident, a visit
 *     or the start of the work; without one, the claim lapses
 * @param completeWithin the time to complete a claim if the wish has no completion date or the date
 *     has passed
 * @param noAnswerAfter the time after the delivery from which a proxy may use the reason NO_ANSWER
 * @param pendingClaims maximum number of claims on one wish that wait for approval
 */
public record Limits(
    WorkingDays calendar,
    TimeLimit contactWithin,
    TimeLimit completeWithin,
    TimeLimit noAnswerAfter,
    int pendingClaims) {

  Instant contactBy(Instant claimedAt) {
    return contactWithin.end(claimedAt, calendar);
  }

  Instant completeBy(Instant claimedAt) {
    return completeWithin.end(claimedAt, calendar);
  }

  Instant noAnswerFrom(Instant deliveredAt) {
    return noAnswerAfter.end(deliveredAt, calendar);
  }
}
