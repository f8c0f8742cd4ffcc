package org.microwish.calendar.days;

/** Whether offices work on a day. */
public enum DayKind {
  /** Offices work: Monday to Friday, or a weekend day that makes up for a day of rest. */
  WORKDAY,
  /** Offices rest: a weekend, a public holiday, or a day swapped for a weekend day. */
  RESTDAY
}
