package org.microwish.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.calendar.CalendarQueries.Day;
import org.microwish.calendar.days.DayKind;
import org.microwish.calendar.days.TimeLimit;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.wish.WishConfig;

/** Counts working days over real holiday weeks in China. */
@Tag("fast")
class WorkingDaysTest {

  private static final WorkingDays KNOWN = WorkingDays.of(known());

  private static Map<LocalDate, DayKind> known() {
    return KnownYears.read().stream()
        .flatMap(year -> year.days().stream())
        .collect(Collectors.toMap(Day::day, Day::kind));
  }

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }

  /** By law, all days are working days but weekends and 11 public holidays, 13 since 2025. */
  @ParameterizedTest
  @CsvSource({"2021,250", "2022,249", "2023,249", "2024,251", "2025,248", "2026,248"})
  void eachYearHasTheWorkingDaysOfTheLaw(int year, long workingDays) {
    assertThat(KNOWN.knows(year)).isTrue();
    assertThat(WorkingDays.daysOf(year).stream().filter(day -> KNOWN.kind(day) == DayKind.WORKDAY))
        .hasSize((int) workingDays);
  }

  @ParameterizedTest
  @CsvSource({
    // Spring Festival 2025: rest from 28 January to 4 February, work on Sunday 26 and Saturday 8.
    "2025-01-25, 1, 2025-01-26",
    "2025-01-27, 1, 2025-02-05",
    "2025-01-27, 4, 2025-02-08",
    "2025-01-27, 5, 2025-02-10",
    // National Day 2025: rest from 1 to 8 October, work on Sunday 28 September and Saturday 11.
    "2025-09-27, 1, 2025-09-28",
    "2025-09-30, 1, 2025-10-09",
    "2025-09-30, 3, 2025-10-11",
    "2025-09-30, 4, 2025-10-13",
    "2025-10-04, 2, 2025-10-10",
    // Spring Festival 2026: rest from 15 to 23 February, work on Saturdays 14 and 28.
    "2026-02-13, 1, 2026-02-14",
    "2026-02-13, 2, 2026-02-24",
    "2026-02-27, 1, 2026-02-28",
    // Over the turn of the year: New Year's Day 2026 was a Thursday, with work on Sunday 4.
    "2025-12-31, 1, 2026-01-04",
    // The days of 2031 are not known: Monday to Friday count, even over National Day.
    "2031-09-30, 1, 2031-10-01",
    "2031-10-03, 1, 2031-10-06",
  })
  void workingDaysAreCountedFromTheDayAfter(LocalDate start, int count, LocalDate last) {
    assertThat(KNOWN.after(start, count)).isEqualTo(last);
  }

  @Test
  void aYearThatLacksADayIsNotKnown() {
    Map<LocalDate, DayKind> days = new HashMap<>(known());
    days.remove(LocalDate.of(2025, 6, 18));
    assertThat(WorkingDays.of(days).knows(2025)).isFalse();
    assertThat(WorkingDays.of(days).knows(2026)).isTrue();
    assertThat(KNOWN.knows(2031)).isFalse();
  }

  @Test
  void aLimitInWorkingDaysEndsAtMidnightInChina() {
    TimeLimit week = TimeLimit.parse("7 working days");
    assertThat(week.end(at("2025-09-26T10:00:00+08:00"), KNOWN))
        .isEqualTo(at("2025-10-14T00:00:00+08:00"));
    // Half an hour before and after midnight in China; both are on the same day in UTC.
    TimeLimit day = TimeLimit.parse("1 working day");
    assertThat(day.end(at("2025-10-10T15:30:00Z"), KNOWN))
        .isEqualTo(at("2025-10-12T00:00:00+08:00"));
    assertThat(day.end(at("2025-10-10T16:30:00Z"), KNOWN))
        .isEqualTo(at("2025-10-14T00:00:00+08:00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P7D", "36H", "1 working day", "7 working days", "30 working days"})
  void latestStart_isTheLastForWhichTheLimitHasEnded(String text) {
    TimeLimit limit = TimeLimit.parse(text);
    for (int hours = 0; hours < 24 * 60; hours += 7) {
      Instant end = at("2025-09-20T00:00:00+08:00").plus(hours, ChronoUnit.HOURS);
      Instant latest = limit.latestStart(end, KNOWN);
      assertThat(limit.end(latest, KNOWN)).isBeforeOrEqualTo(end);
      assertThat(limit.end(latest.plus(1, ChronoUnit.MICROS), KNOWN)).isAfter(end);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"P7D", "7D", "PT168H", "168h"})
  void limitInCalendarDays_isElapsedTime(String text) {
    assertThat(TimeLimit.parse(text).end(at("2025-09-26T10:00:00+08:00"), KNOWN))
        .isEqualTo(at("2025-10-03T10:00:00+08:00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "7 days",
        "0 working days",
        "1000 working days",
        "-1 working days",
        "P0D",
        "-P1D",
        "P1M",
        "working days",
        "7 Werktage"
      })
  void malformedLimit_isRefusedWithAnExplanation(String text) {
    assertThatThrownBy(() -> TimeLimit.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'"
                + text
                + "' is neither a duration above zero such as P7D nor 1 to 999 working days such as"
                + " '7 working days'");
  }

  private static WishConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(WishConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build()
        .getConfigMapping(WishConfig.class);
  }

  @Test
  void aBadSettingIsNamedAtTheStart() {
    assertThatThrownBy(() -> config(Map.of("microwish.wish.contact-within", "7 days")))
        .hasMessageContaining("microwish.wish.contact-within")
        .hasMessageContaining("'7 days' is neither a duration");
  }

  @Test
  void defaultLimits_areInWorkingOrCalendarDays() {
    WishConfig standard = config(Map.of());
    assertThat(standard.contactWithin()).isEqualTo(TimeLimit.ofWorkingDays(7));
    assertThat(standard.reviewWithin()).isEqualTo(TimeLimit.ofWorkingDays(5));
    assertThat(standard.approveWithin()).isEqualTo(TimeLimit.ofWorkingDays(3));
    assertThat(standard.lapseBar()).isEqualTo(TimeLimit.of(Duration.ofDays(7)));
    assertThat(standard.notice()).isEqualTo(TimeLimit.of(Duration.ofDays(30)));
    assertThat(standard.completeWithin()).isEqualTo(TimeLimit.of(Duration.ofDays(30)));
    assertThat(config(Map.of("microwish.wish.notice", "20 working days")).notice())
        .isEqualTo(TimeLimit.ofWorkingDays(20));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30, ''",
    "2026-12-01, 2027",
    "2026-12-31, 2027",
    // In January, the current year itself is reported.
    "2027-01-04, 2027",
    "2027-12-01, '2027, 2028'",
    "2025-12-01, ''"
  })
  void nextYear_isReportedMissingFromDecember(LocalDate today, String missing) {
    assertThat(
            CalendarHealth.missing(KNOWN, today).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ")))
        .isEqualTo(missing);
  }
}
