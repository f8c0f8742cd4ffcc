package org.microwish.calendar.days;

/** What a day is for those who work in offices. */
public enum DayKind {
  /** Offices work: a day between Monday and Friday, or one at a weekend that makes up for rest. */
  WORKDAY,
  /** Offices rest: a weekend, a public holiday, or a day exchanged for one at a weekend. */
  RESTDAY
}
