package org.microwish.calendar;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.LocalDate;
import org.microwish.calendar.days.DayKind;

/** A recorded day of the calendar: a working day or a day of rest. */
@Entity
public class CalendarDay {
  @Id public LocalDate day;

  @Enumerated(EnumType.STRING)
  public DayKind kind;

  /** The official notice that this day's kind was copied from. */
  public String source;
}
