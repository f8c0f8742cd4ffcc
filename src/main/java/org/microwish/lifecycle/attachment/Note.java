package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.caller.Role;

/**
 * A note that someone wrote about an aggregate. The vault stores the text under {@link #field},
 * among the values of the aggregate.
 */
@Entity
@Table(name = "note")
public class Note extends Attachment {

  /** What a note is about. */
  public enum Kind {
    /** The reason for a decision. */
    REASON,
    /** What an assessment visit to the site found. */
    ASSESSMENT,
    /** The progress of the work. */
    PROGRESS,
    /** What was delivered. */
    DELIVERY,
    /** What a file shows. */
    EVIDENCE,
    /** A remark that somebody recorded by itself, without another command. */
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

  /** The id of the part, such as a claim, that the note concerns, or null. */
  public Long partId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  /** The author's account. */
  public String author;

  /** The author's role when writing; null for notes recorded before roles were stored. */
  @Enumerated(EnumType.STRING)
  public Role authorRole;

  public Instant occurredAt;

  /** Returns the name of the vault field with the text of the note that has this id. */
  public static String field(long id) {
    return "note." + org.microwish.platform.Id.text(id);
  }
}
