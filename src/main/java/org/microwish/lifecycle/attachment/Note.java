package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.caller.Role;

/**
 * A note that someone wrote about an aggregate. The vault stores the text under {@link #field},
 * among the values of the aggregate.
 */
@Entity
@Table(name = "note")
public class Note extends Attachment {

  /** The kind of text that a note contains. */
  @Schema(name = "NoteKind")
  public enum Kind {
    /** The reason for a decision. */
    REASON,
    /** The result of an assessment visit to the site. */
    ASSESSMENT,
    /** The progress of the work. */
    PROGRESS,
    /** A description of the delivered work. */
    DELIVERY,
    /** A description of an evidence file. */
    EVIDENCE,
    /** A remark that was recorded by a command for remarks only. */
    REMARK,
    /** A comment of the resident. */
    COMMENT,
    /** The agreements of a meeting. */
    MEETING,
    /** The names of the people who attended a meeting, or who signed an acceptance (验收). */
    ATTENDEES,
    /** The result of a follow-up visit. */
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
