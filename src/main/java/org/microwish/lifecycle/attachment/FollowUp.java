package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A follow-up visit to the resident after the work (回访). */
@Entity
@Table(name = "follow_up")
public class FollowUp extends Attachment {

  /** What the visit found. */
  @Schema(name = "FollowUpResult")
  public enum Result {
    /** The resident is satisfied. */
    SATISFIED,
    /** Problems were found and noted. */
    ISSUES_FOUND,
    /** The resident could not be reached. */
    NOT_REACHED
  }

  /** The day of the visit, in Asia/Shanghai. */
  public LocalDate visitedOn;

  @Enumerated(EnumType.STRING)
  public Result result;

  /** The ledger entry that reopened the aggregate because of this visit, or null. */
  public Long redoEntry;

  /** The id of the new wish for the problems that this visit found, or null. */
  public Long nextWish;
}
