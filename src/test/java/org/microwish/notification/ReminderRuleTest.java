package org.microwish.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.WorkingDays;

/** Tests when reminders are given, around a weekend and the holiday of 1 to 3 October 2025. */
@Tag("fast")
class ReminderRuleTest {

  private static final WorkingDays CALENDAR =
      WorkingDays.of(
          Map.of(
              LocalDate.of(2025, 10, 1), DayKind.RESTDAY,
              LocalDate.of(2025, 10, 2), DayKind.RESTDAY,
              LocalDate.of(2025, 10, 3), DayKind.RESTDAY,
              LocalDate.of(2025, 9, 28), DayKind.WORKDAY));

  @ParameterizedTest
  @CsvSource({
    // A deadline at midnight ends on the day before, here Monday 29 September. Sunday 28 September
    // is a working day that makes up for the holiday.
    "CONTACT_LAST, 2025-09-30T00:00:00+08:00, 2025-09-28",
    "CONTACT_LAST, 2025-09-30T12:00:00+08:00, 2025-09-29",
    "CONTACT_SOON, 2025-10-07T00:00:00+08:00, 2025-09-28",
    "REVIEW_LATE, 2025-10-01T00:00:00+08:00, 2025-10-06",
    "COMPLETION_LATE, 2025-09-26T18:00:00+08:00, 2025-09-28",
  })
  void reminder_isGivenOnAWorkingDay(ReminderRule rule, String due, LocalDate day) {
    Instant at = rule.at(Instant.parse(due), CALENDAR, LocalTime.of(9, 0));
    assertThat(at).isEqualTo(Instant.parse(day + "T09:00:00+08:00"));
  }
}
