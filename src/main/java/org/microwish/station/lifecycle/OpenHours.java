package org.microwish.station.lifecycle;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Weekly opening hours with exceptions. As text, each period is one line, such as {@code MONDAY
 * 08:30 17:30} or {@code 2026-10-01}; the text {@code ALWAYS} means that it is always open.
 *
 * @param always whether it is always open, except on the days of the exceptions
 * @param week the weekly periods
 * @param exceptions the days with other hours than the week
 */
public record OpenHours(boolean always, List<Period> week, List<Exceptional> exceptions) {

  /** A weekly period; midnight as its end is the end of the day. */
  public record Period(DayOfWeek day, LocalTime from, LocalTime to) {}

  /** The hours of one day; closed all day if the times are null. */
  public record Exceptional(LocalDate date, LocalTime from, LocalTime to) {}

  /** Returns true if it is open from {@code from} to {@code to}, midnight being the day's end. */
  public boolean covers(LocalDate date, LocalTime from, LocalTime to) {
    List<Exceptional> own = exceptions.stream().filter(one -> one.date().equals(date)).toList();
    if (!own.isEmpty()) {
      return own.stream()
          .anyMatch(one -> one.from() != null && covers(one.from(), one.to(), from, to));
    }
    return always
        || week.stream()
            .anyMatch(
                one -> one.day() == date.getDayOfWeek() && covers(one.from(), one.to(), from, to));
  }

  private static boolean covers(LocalTime open, LocalTime close, LocalTime from, LocalTime to) {
    return !from.isBefore(open) && end(to) <= end(close);
  }

  private static int end(LocalTime to) {
    return to.equals(LocalTime.MIDNIGHT) ? 24 * 60 * 60 : to.toSecondOfDay();
  }

  /** Returns true if each period ends after its beginning, on whole minutes. */
  public boolean isOrdered() {
    return week.stream().allMatch(one -> isOrdered(one.from(), one.to()))
        && exceptions.stream()
            .allMatch(
                one ->
                    one.from() == null
                        ? one.to() == null
                        : one.to() != null && isOrdered(one.from(), one.to()));
  }

  private static boolean isOrdered(LocalTime from, LocalTime to) {
    return from.toSecondOfDay() < end(to) && from.getSecond() == 0 && to.getSecond() == 0;
  }

  /** Returns the text from which {@link #parse} reads the same hours. */
  public String text() {
    List<String> lines = new ArrayList<>();
    if (always) {
      lines.add("ALWAYS");
    }
    week.forEach(one -> lines.add(one.day() + " " + one.from() + " " + one.to()));
    exceptions.forEach(
        one ->
            lines.add(
                one.from() == null
                    ? one.date().toString()
                    : one.date() + " " + one.from() + " " + one.to()));
    return String.join("\n", lines);
  }

  /** Reads hours from their text. */
  public static OpenHours parse(String text) {
    boolean always = false;
    List<Period> week = new ArrayList<>();
    List<Exceptional> exceptions = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", -1);
      if (line.equals("ALWAYS")) {
        always = true;
      } else if (Character.isDigit(line.charAt(0))) {
        boolean closed = words.length == 1;
        exceptions.add(
            new Exceptional(
                LocalDate.parse(words[0]),
                closed ? null : LocalTime.parse(words[1]),
                closed ? null : LocalTime.parse(words[2])));
      } else {
        week.add(
            new Period(
                DayOfWeek.valueOf(words[0]), LocalTime.parse(words[1]), LocalTime.parse(words[2])));
      }
    }
    return new OpenHours(always, week, exceptions);
  }
}
