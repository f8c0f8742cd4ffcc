package org.microwish.wish.lifecycle;

import java.time.Instant;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;

/**
 * The times and numbers of the rules; all configured.
 *
 * @param calendar the working days as they are known
 * @param contactWithin a claim lapses unless contacted or assessed within this time
 * @param completeWithin the completion date of a claim on a wish that names none
 * @param noAnswerAfter a proxy may say NO_ANSWER this long after delivery
 * @param pendingClaims how many claims of one wish may wait for approval
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
