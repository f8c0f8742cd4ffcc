package org.microwish.lifecycle.attachment;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.caller.Role;

/**
 * That something was written about an aggregate; the words are in the vault, among the aggregate's
 * own values, under {@link #field}.
 */
@Entity
@Table(name = "note")
public class Note extends Attachment {

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

  /** The part, such as a claim, that it is about, or null. */
  public Long partId;

  @Enumerated(EnumType.STRING)
  public Kind kind;

  /** The author's account. */
  public String author;

  /** The role in which the author wrote; null for notes from before it was stored. */
  @Enumerated(EnumType.STRING)
  public Role authorRole;

  public Instant occurredAt;

  /** The vault's field that holds the words of the note with that id. */
  public static String field(long id) {
    return "note." + org.microwish.platform.Id.text(id);
  }
}
