package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** A visit when all was done (回访). */
@Entity
@Table(name = "follow_up")
public class FollowUp extends Attachment {

  /** What the visit found. */
  public enum Result {
    /** All is well. */
    SATISFIED,
    /** Something is amiss and was noted. */
    ISSUES_FOUND,
    /** Nobody was there. */
    NOT_REACHED
  }

  /** A day in Asia/Shanghai. */
  public LocalDate visitedOn;

  @Enumerated(EnumType.STRING)
  public Result result;
}
