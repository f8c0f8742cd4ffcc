package org.microwish.notification;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxScope;

/**
 * The rules of reminders. Each rule names the kind of inbox item, the kind of inbox, and how many
 * working days before the last day of the deadline the reminder is given; a negative number means
 * working days after it.
 */
public enum ReminderRule {
  REVIEW_SOON(InboxKind.REVIEW, InboxScope.DESK, 1),
  REVIEW_LATE(InboxKind.REVIEW, InboxScope.DESK, -1),
  APPROVAL_SOON(InboxKind.APPROVAL, InboxScope.DESK, 1),
  APPROVAL_LATE(InboxKind.APPROVAL, InboxScope.DESK, -1),
  INVITATION_LAST(InboxKind.INVITATION, null, 1),
  CONTACT_SOON(InboxKind.CONTACT, null, 3),
  CONTACT_LAST(InboxKind.CONTACT, null, 1),
  ASSESSMENT_SOON(InboxKind.ASSESSMENT, null, 10),
  ASSESSMENT_LAST(InboxKind.ASSESSMENT, null, 3),
  COMPLETION_SOON(InboxKind.COMPLETION, null, 5),
  COMPLETION_LAST(InboxKind.COMPLETION, null, 1),
  COMPLETION_LATE(InboxKind.COMPLETION, null, -1),
  OVERDUE(InboxKind.OVERDUE, InboxScope.DESK, -1),
  CONFIRMATION_SOON(InboxKind.CONFIRMATION, InboxScope.ACCOUNT, 5),
  CONFIRMATION_LAST(InboxKind.CONFIRMATION, InboxScope.ACCOUNT, 1),
  CONFIRMATION_LATE(InboxKind.CONFIRMATION, InboxScope.DESK, -1);

  private final InboxKind kind;

  /**
   * The kind of inbox that the item is in; null if the item is in the claimant's inbox, which is
   * that of a member or an organisation.
   */
  private final InboxScope scope;

  private final int daysBefore;

  ReminderRule(InboxKind kind, InboxScope scope, int daysBefore) {
    this.kind = kind;
    this.scope = scope;
    this.daysBefore = daysBefore;
  }

  /**
   * Returns the rules for items of this kind in inboxes of this kind, the earliest reminder first.
   */
  static List<ReminderRule> of(InboxKind kind, InboxScope scope) {
    return Arrays.stream(values())
        .filter(rule -> rule.kind == kind && (rule.scope == null || rule.scope == scope))
        .toList();
  }

  InboxKind kind() {
    return kind;
  }

  /**
   * Returns when the reminder is given: on a working day, at this time of day.
   *
   * @param due the deadline; a deadline at midnight counts as the end of the day before
   */
  Instant at(Instant due, WorkingDays calendar, LocalTime time) {
    LocalDate day = WorkingDays.day(due.minus(1, ChronoUnit.MICROS));
    if (daysBefore < 0) {
      day = calendar.after(day, -daysBefore);
    }
    for (int counted = 0; counted < daysBefore; ) {
      day = day.minusDays(1);
      if (calendar.kind(day) == DayKind.WORKDAY) {
        counted++;
      }
    }
    return day.atTime(time).atZone(WorkingDays.ZONE).toInstant();
  }
}
