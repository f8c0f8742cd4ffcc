package org.microwish.wish.report;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.annotations.Formula;

/** A report about a published wish or one of its photos. */
@Entity
@Table(name = "wish_report")
public class WishReport {

  /** What is wrong according to the reporter. */
  @Schema(name = "ReportReason")
  public enum Reason {
    /** The text or photo shows personal data. */
    PERSONAL_DATA,
    /** The text or photo is offensive or breaks the law. */
    OFFENSIVE,
    /** The text or photo is not true. */
    UNTRUE,
    /** Another reason, which the reporter's words may explain. */
    OTHER
  }

  /** The reaction of operators to the report. */
  @Schema(name = "ReportResult")
  public enum Result {
    /** The public title or summary was replaced. */
    AMENDED,
    /** The wish was taken off the wall. */
    UNPUBLISHED,
    /** The photo was rejected. */
    PHOTO_REJECTED,
    /** The operators found no fault. */
    NO_FAULT,
    /** Another reaction, which the note may explain. */
    OTHER
  }

  @Id public long id;

  public long wishId;

  /** The id of the reported photo; null if the wish's texts are reported. */
  public Long evidenceId;

  @Enumerated(EnumType.STRING)
  public Reason reason;

  /** The id of the wish's data key that encrypts {@link #content}; null without words. */
  public Long keyId;

  /** The reporter's words, encrypted under the wish's data key; null without words. */
  public byte[] content;

  public Instant createdAt;

  /** The reaction of operators; null while the report is open. */
  @Enumerated(EnumType.STRING)
  public Result result;

  public Long entryId;
  public String closedBy;
  public Instant closedAt;

  /** The path of the wish's current division, read from the wish's row. */
  @Formula("(SELECT w.division_path FROM wish w WHERE w.id = wish_id)")
  public String divisionPath;
}
