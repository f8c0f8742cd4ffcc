package org.microwish.calendar;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.platform.Time;

/**
 * Reports DOWN while a day of this year or, from 1 December, of the next year is not recorded. Also
 * lists the later years that a deadline set now would reach and whose days are not recorded: for
 * these years, Monday to Friday count as working days.
 */
@Wellness
@ApplicationScoped
public class CalendarHealth implements HealthCheck {

  private final WorkCalendar calendar;
  private final Instance<CountsWorkingDays> counting;
  private final Time time;

  CalendarHealth(WorkCalendar calendar, Instance<CountsWorkingDays> counting, Time time) {
    this.calendar = calendar;
    this.counting = counting;
    this.time = time;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("calendar").up();
    try {
      WorkingDays days = calendar.days();
      Instant now = time.now();
      SortedSet<Integer> missing = missing(days, WorkingDays.day(now));
      SortedSet<Integer> guessed = guessed(days, now);
      if (!missing.isEmpty()) {
        answer
            .down()
            .withData("missing", text(missing))
            .withData("why", "import the year's notice: PUT /api/v1/calendar/" + missing.first());
      }
      if (!guessed.isEmpty()) {
        answer.withData("guessed as Monday to Friday", text(guessed));
      }
    } catch (RuntimeException unreachable) {
      // Stay UP: only the readiness check reports that the database is unreachable.
      answer.withData("failure", unreachable.toString());
    }
    return answer.build();
  }

  /**
   * Returns the years whose days must all be recorded on {@code today} but are not: this year and,
   * in December, the next.
   */
  static SortedSet<Integer> missing(WorkingDays days, LocalDate today) {
    int last = today.getYear() + (today.getMonth() == Month.DECEMBER ? 1 : 0);
    return unknown(days, today.getYear(), last);
  }

  /** Returns the years that are not fully recorded but that a deadline set now would reach. */
  private SortedSet<Integer> guessed(WorkingDays days, Instant now) {
    SortedSet<Integer> years = new TreeSet<>();
    counting.stream()
        .flatMap(CountsWorkingDays::limits)
        .filter(TimeLimit::countsWorkingDays)
        .map(limit -> limit.end(now, days))
        .forEach(
            end ->
                years.addAll(
                    unknown(
                        days,
                        WorkingDays.day(now).getYear(),
                        // A limit in working days ends at the midnight after its last day.
                        WorkingDays.day(end).minusDays(1).getYear())));
    return years;
  }

  private static SortedSet<Integer> unknown(WorkingDays days, int first, int last) {
    return IntStream.rangeClosed(first, last)
        .filter(year -> !days.knows(year))
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(SortedSet<Integer> years) {
    return years.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
