package org.microwish.lifecycle.moderation;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.AggregateType;

/** A record of the moderation of a text or image. It does not contain the text or image. */
@Entity
@Table(name = "moderation")
public class ModerationFinding {

  /** What the finding is about. */
  @Schema(name = "FindingSubject")
  public enum Subject {
    /** The texts of an aggregate, such as title, details and remark of a wish. */
    WORDS,
    /** A note on an aggregate. */
    NOTE,
    /** An image in the evidence. */
    IMAGE
  }

  /** The state of the finding. */
  @Schema(name = "FindingState")
  public enum State {
    /** Waits for WeChat's check. */
    PENDING,
    /** A check found something, or an image could not be checked; an operator must decide. */
    FLAGGED,
    /** A check found nothing. */
    PASSED,
    /** An operator accepted the text or image. */
    ACCEPTED,
    /** An operator rejected the text or image. */
    REJECTED,
    /** The text was rewritten, or was erased before the check; no decision is needed. */
    SUPERSEDED
  }

  /** What checked the text or image. */
  @Schema(name = "FindingSource")
  public enum Source {
    /** The word list of this installation. */
    WORD_LIST,
    /** WeChat's content security. */
    WECHAT,
    /**
     * Nothing checked the image, because WeChat could not check it or sent no result in time; an
     * operator must decide.
     */
    NOBODY
  }

  @Id public long id;

  @Enumerated(EnumType.STRING)
  public AggregateType aggregateType;

  public long aggregateId;
  public String divisionPath;

  @Enumerated(EnumType.STRING)
  public Subject subject;

  public long entryId;
  public Long evidenceId;
  public String account;

  @Enumerated(EnumType.STRING)
  public State state;

  @Enumerated(EnumType.STRING)
  public Source source;

  public Integer label;
  public String traceId;
  public int attempts;
  public Instant dueAt;
  public Instant createdAt;
  public Instant decidedAt;
  public String decidedBy;
}
