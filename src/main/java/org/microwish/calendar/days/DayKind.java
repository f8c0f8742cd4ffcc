package org.microwish.calendar.days;

/** The kind of a day: whether offices work on it. */
public enum DayKind {
  /** Offices are open: Monday to Friday, or a weekend day that makes up for a day of rest. */
  WORKDAY,
  /**
   * Offices are closed: a weekend, a public holiday, or a weekday that a weekend day makes up for.
   */
  RESTDAY
}
