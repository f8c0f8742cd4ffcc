package org.microwish.calendar;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.LocalDate;
import org.microwish.calendar.days.DayKind;

/** What one day is, and who says so. */
@Entity
public class CalendarDay {
  @Id public LocalDate day;

  @Enumerated(EnumType.STRING)
  public DayKind kind;

  /** The notice that says so. */
  public String source;
}
