package org.microwish.wish;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** That something was written about a wish; the words are in the vault under {@link #field}. */
@Entity
@Table(name = "wish_note")
public class WishNote {

  /** What a note says. */
  public enum Kind {
    /** Why something was decided. */
    REASON,
    /** What a visit found. */
    ASSESSMENT,
    /** How the work goes. */
    PROGRESS,
    /** What was delivered. */
    DELIVERY,
    /** What a file shows. */
    EVIDENCE,
    /** What the resident said. */
    COMMENT,
    /** What a meeting agreed. */
    MEETING,
    /** Who attended a meeting. */
    ATTENDEES,
    /** What a follow-up visit found. */
    FOLLOW_UP
  }

  @Id public long id;
  public long wishId;
  public Long claimId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  public long entryId;
  public String author;
  public Instant occurredAt;

  /** The vault's field that holds the words of the note with that id. */
  public static String field(long id) {
    return "note." + org.microwish.platform.Id.text(id);
  }
}
