package org.microwish.calendar;

import java.util.stream.Stream;
import org.microwish.calendar.days.TimeLimit;

/** Whoever sets deadlines; health asks how far into the future they reach. */
public interface CountsWorkingDays {

  /** The limits that deadlines are set by. */
  Stream<TimeLimit> limits();
}
