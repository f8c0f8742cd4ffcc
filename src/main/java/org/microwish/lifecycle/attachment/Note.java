package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.caller.Role;

/**
 * A text that someone wrote about an aggregate. The text itself is in the vault, among the
 * aggregate's values, under {@link #field}.
 */
@Entity
@Table(name = "note")
public class Note extends Attachment {

  /** The kind of a note. */
  public enum Kind {
    /** The reason for a decision. */
    REASON,
    /** What a visit found. */
    ASSESSMENT,
    /** The progress of the work. */
    PROGRESS,
    /** What was delivered. */
    DELIVERY,
    /** What a file shows. */
    EVIDENCE,
    /** What someone put on record beside the other commands. */
    REMARK,
    /** What the resident said. */
    COMMENT,
    /** What a meeting agreed. */
    MEETING,
    /** Who attended a meeting. */
    ATTENDEES,
    /** What a follow-up visit found. */
    FOLLOW_UP
  }

  /** The part, such as a claim, that it concerns, or null. */
  public Long partId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  /** The author's account. */
  public String author;

  /** The author's role at that time; null for notes recorded before roles were stored. */
  @Enumerated(EnumType.STRING)
  public Role authorRole;

  public Instant occurredAt;

  /** The vault field that holds the text of the note with that id. */
  public static String field(long id) {
    return "note." + org.microwish.platform.Id.text(id);
  }
}
