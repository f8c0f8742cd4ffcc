package org.microwish.wish.report;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;

/** What somebody reported about a published wish or one of its photos. */
@Entity
@Table(name = "wish_report")
public class WishReport {

  /** What is wrong, as the reporter says. */
  public enum Reason {
    /** It shows personal data. */
    PERSONAL_DATA,
    /** It is offensive or breaks the law. */
    OFFENSIVE,
    /** It is not true. */
    UNTRUE,
    /** Anything else. */
    OTHER
  }

  /** What the desk did. */
  public enum Result {
    /** The public words were amended. */
    AMENDED,
    /** The wish was taken off the wall. */
    UNPUBLISHED,
    /** The photo was rejected. */
    PHOTO_REJECTED,
    /** Nothing was wrong. */
    NO_FAULT,
    /** Anything else, as the note says. */
    OTHER
  }

  @Id public long id;

  public long wishId;

  /** The photo, or null for the wish's words. */
  public Long evidenceId;

  @Enumerated(EnumType.STRING)
  public Reason reason;

  /** The id of the wish's data key that seals the content; null without words. */
  public Long keyId;

  /** The reporter's words, sealed under the wish's data key; null for none. */
  public byte[] content;

  public Instant createdAt;

  /** Null while the report is open. */
  @Enumerated(EnumType.STRING)
  public Result result;

  public Long entryId;
  public String closedBy;
  public Instant closedAt;

  /** The division of the wish, which can change. */
  @Formula("(SELECT w.division_path FROM wish w WHERE w.id = wish_id)")
  public String divisionPath;
}
