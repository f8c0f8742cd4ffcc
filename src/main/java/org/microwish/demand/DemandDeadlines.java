package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.stream.Stream;
import org.microwish.calendar.CountsWorkingDays;
import org.microwish.calendar.WorkCalendar;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.demand.lifecycle.DemandKind;

/** Computes the due dates of demands with the calendar of working days. */
@ApplicationScoped
class DemandDeadlines implements CountsWorkingDays {

  private final DemandConfig config;
  private final WorkCalendar calendar;

  DemandDeadlines(DemandConfig config, WorkCalendar calendar) {
    this.config = config;
    this.calendar = calendar;
  }

  /** Returns when a demand of this kind must be answered. */
  Instant answerBy(DemandKind kind, Instant from) {
    return limit(kind).end(from, calendar.days());
  }

  private TimeLimit limit(DemandKind kind) {
    return switch (kind) {
      case COMPLAINT -> config.complaint();
      case CONSULTATION -> config.consultation();
      case DISPUTE -> config.dispute();
      case SUGGESTION -> config.suggestion();
      case ORDER -> config.order();
      case HELP -> config.help();
    };
  }

  /** Returns the number of working days after the day of {@code from}, up to that of {@code to}. */
  long workingDays(Instant from, Instant to) {
    WorkingDays days = calendar.days();
    return WorkingDays.day(from)
        .plusDays(1)
        .datesUntil(WorkingDays.day(to).plusDays(1))
        .filter(day -> days.kind(day) == DayKind.WORKDAY)
        .count();
  }

  /** Returns when a demand should be accepted, returned or rejected. */
  Instant acceptBy(Instant submittedAt) {
    return config.accept().end(submittedAt, calendar.days());
  }

  /** Returns the latest time of an answer whose evaluation is over at the given time. */
  Instant evaluationDue(Instant by) {
    return config.evaluate().latestStart(by, calendar.days());
  }

  /** Returns until when an answer can be evaluated. */
  Instant evaluateBy(Instant answeredAt) {
    return config.evaluate().end(answeredAt, calendar.days());
  }

  @Override
  public Stream<TimeLimit> limits() {
    return Stream.concat(
        Stream.of(DemandKind.values()).map(this::limit),
        Stream.of(config.accept(), config.evaluate()));
  }
}
