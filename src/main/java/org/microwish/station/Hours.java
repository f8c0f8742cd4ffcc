package org.microwish.station;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.station.lifecycle.OpenHours;

/**
 * Opening hours in requests and answers.
 *
 * @param always true if it is always open, except on the days of {@code exceptions}
 */
@Schema(
    name = "OpenHours",
    description =
        "Opening hours: `always`, or weekly periods; exceptions replace the hours of a day. An end"
            + " at 00:00 is the end of the day.")
public record Hours(
    Boolean always,
    @Size(max = 28) @Valid List<@NotNull Weekly> week,
    @Size(max = 28) @Valid List<@NotNull Exceptional> exceptions) {

  /** A period of each week. */
  @Schema(name = "WeeklyPeriod")
  public record Weekly(@NotNull DayOfWeek day, @NotNull LocalTime from, @NotNull LocalTime to) {}

  /** The hours of one day; closed all day without times. */
  @Schema(name = "ExceptionalDay", description = "Other hours of one day; without times, closed.")
  public record Exceptional(@NotNull LocalDate date, LocalTime from, LocalTime to) {}

  /** Returns the stored text of the hours, which may be null; throws VALIDATION_FAILED. */
  static String text(Hours hours) {
    if (hours == null) {
      return "";
    }
    OpenHours open =
        new OpenHours(
            Boolean.TRUE.equals(hours.always),
            hours.week == null
                ? List.of()
                : hours.week.stream()
                    .map(one -> new OpenHours.Period(one.day, one.from, one.to))
                    .toList(),
            hours.exceptions == null
                ? List.of()
                : hours.exceptions.stream()
                    .map(one -> new OpenHours.Exceptional(one.date, one.from, one.to))
                    .toList());
    if (!open.isOrdered()) {
      throw ProblemException.invalid("/hours", FieldFault.WRONG_ORDER);
    }
    return open.text();
  }

  static Hours of(String text) {
    OpenHours open = OpenHours.parse(text);
    return new Hours(
        open.always(),
        open.week().stream().map(one -> new Weekly(one.day(), one.from(), one.to())).toList(),
        open.exceptions().stream()
            .map(one -> new Exceptional(one.date(), one.from(), one.to()))
            .toList());
  }
}
