package org.microwish.calendar;

import java.time.LocalDate;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.calendar.days.DayKind;

/** Queries on the recorded days, and on how often each year was imported. */
interface CalendarQueries {

  /** A day with its kind and source. */
  record Day(LocalDate day, DayKind kind, String source) {}

  @HQL("select c.day, c.kind, c.source from CalendarDay c order by c.day")
  List<Day> all();

  @HQL(
      """
      select c.day, c.kind, c.source from CalendarDay c
      where c.day between :first and :last order by c.day
      """)
  List<Day> between(LocalDate first, LocalDate last);

  /**
   * Adds 1 to the version of the year, which counts its imports, and locks the year's row until the
   * transaction ends.
   */
  @SQL(
      """
      INSERT INTO calendar_import (calendar_year, version) VALUES (:year, 1)
      ON DUPLICATE KEY UPDATE version = version + 1
      """)
  int raise(int year);

  @SQL("SELECT version FROM calendar_import WHERE calendar_year = :year")
  long version(int year);
}
