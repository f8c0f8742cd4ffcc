package org.microwish.wish;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** A visit after the wish was fulfilled (回访). */
@Entity
@Table(name = "follow_up")
public class FollowUp {

  /** What the visit found. */
  public enum Result {
    /** All is well. */
    SATISFIED,
    /** Something is amiss and was noted. */
    ISSUES_FOUND,
    /** Nobody was there. */
    NOT_REACHED
  }

  @Id public long id;
  public long wishId;

  /** A day in Asia/Shanghai. */
  public LocalDate visitedOn;

  @Enumerated(EnumType.STRING)
  public Result result;

  public long entryId;
}
