package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.stream.Stream;
import org.microwish.calendar.CountsWorkingDays;
import org.microwish.calendar.WorkCalendar;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.wish.lifecycle.Limits;
import org.microwish.wish.lifecycle.WishLifecycle;

/** Computes the deadlines of wishes and claims with the calendar of working days. */
@ApplicationScoped
public class WishDeadlines implements CountsWorkingDays {

  private final WishConfig config;
  private final WorkCalendar calendar;

  WishDeadlines(WishConfig config, WorkCalendar calendar) {
    this.config = config;
    this.calendar = calendar;
  }

  /** Returns the rules with the configured limits and the present calendar of working days. */
  public WishLifecycle rules() {
    return new WishLifecycle(
        new Limits(
            calendar.days(),
            config.contactWithin(),
            config.completeWithin(),
            config.noAnswerAfter(),
            config.pendingClaims()));
  }

  /** Returns the claim-by date of a wish whose publication names none. */
  public Instant claimBy(Instant publishedAt) {
    return config.openFor().end(publishedAt, calendar.days());
  }

  /** Returns the time until which a claimant may not claim the same wish again after a lapse. */
  public Instant barredUntil(Instant lapsedAt) {
    return config.lapseBar().end(lapsedAt, calendar.days());
  }

  /** Returns when an invitation runs out if its sender sets no end. */
  public Instant invitedUntil(Instant invitedAt) {
    return config.invitationFor().end(invitedAt, calendar.days());
  }

  /** Returns until when a place is offered to the first in a waiting list. */
  public Instant offeredUntil(Instant offeredAt) {
    return config.offerFor().end(offeredAt, calendar.days());
  }

  /** Returns when the public notice of a fulfilled wish ends. */
  public Instant noticeUntil(Instant fulfilledAt) {
    return config.notice().end(fulfilledAt, calendar.days());
  }

  /**
   * Returns until when a claim cannot lapse after a late record, so that operators have time to
   * record further past events. The time is the same as for the first contact of a new claim.
   */
  public Instant sparedUntil(Instant recordedAt) {
    return config.contactWithin().end(recordedAt, calendar.days());
  }

  /** Returns the time by which a wish should be reviewed. */
  public Instant reviewBy(Instant submittedAt) {
    return config.reviewWithin().end(submittedAt, calendar.days());
  }

  /** Returns the time by which a claim should be approved or declined. */
  public Instant approveBy(Instant claimedAt) {
    return config.approveWithin().end(claimedAt, calendar.days());
  }

  /** Returns the time from which staff may answer in place of a resident who has not answered. */
  public Instant answerBy(Instant deliveredAt) {
    return config.noAnswerAfter().end(deliveredAt, calendar.days());
  }

  /**
   * Returns the latest submission time for which the review deadline is not after the given time.
   */
  public Instant reviewDue(Instant by) {
    return config.reviewWithin().latestStart(by, calendar.days());
  }

  /**
   * Returns the latest claiming time for which the approval deadline is not after the given time.
   */
  public Instant approvalDue(Instant by) {
    return config.approveWithin().latestStart(by, calendar.days());
  }

  /**
   * Returns the latest delivery time for which the resident's time to answer has ended by the given
   * time.
   */
  public Instant answerDue(Instant by) {
    return config.noAnswerAfter().latestStart(by, calendar.days());
  }

  @Override
  public Stream<TimeLimit> limits() {
    return Stream.of(
        config.openFor(),
        config.contactWithin(),
        config.reviewWithin(),
        config.approveWithin(),
        config.completeWithin(),
        config.lapseBar(),
        config.noAnswerAfter(),
        config.notice(),
        config.invitationFor(),
        config.offerFor());
  }
}
