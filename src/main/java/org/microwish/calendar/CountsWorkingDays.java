package org.microwish.calendar;

import java.util.stream.Stream;
import org.microwish.calendar.days.TimeLimit;

/**
 * Implemented by code that sets deadlines. {@link CalendarHealth} reads the time limits of all
 * implementations to compute how far into the future a deadline set now would reach.
 */
public interface CountsWorkingDays {

  /** Returns the time limits from which the implementing class computes deadlines. */
  Stream<TimeLimit> limits();
}
