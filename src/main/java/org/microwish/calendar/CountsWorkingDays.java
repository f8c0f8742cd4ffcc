package org.microwish.calendar;

import java.util.stream.Stream;
import org.microwish.calendar.days.TimeLimit;

/**
 * Supplies the time limits of code that sets deadlines; the health check uses them to see how far
 * deadlines reach into the future.
 */
public interface CountsWorkingDays {

  /** The limits by which deadlines are set. */
  Stream<TimeLimit> limits();
}
