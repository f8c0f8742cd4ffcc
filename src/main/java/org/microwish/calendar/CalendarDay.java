package org.microwish.calendar;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.LocalDate;
import org.microwish.calendar.days.DayKind;

/** The kind of one day and its source. */
@Entity
public class CalendarDay {
  @Id public LocalDate day;

  @Enumerated(EnumType.STRING)
  public DayKind kind;

  /** The official notice that defines it. */
  public String source;
}
