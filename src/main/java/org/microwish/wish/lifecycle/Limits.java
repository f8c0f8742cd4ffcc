package org.microwish.wish.lifecycle;

import java.time.Instant;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;

/**
 * The configured time limits and maximum numbers of the rules.
 *
 * @param calendar the known working days
 * @param contactWithin a claim lapses unless contacted or assessed within this time
 * @param completeWithin the time to complete a claim when the wish names no completion date
 * @param noAnswerAfter the time after delivery before a proxy may use the reason NO_ANSWER
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
