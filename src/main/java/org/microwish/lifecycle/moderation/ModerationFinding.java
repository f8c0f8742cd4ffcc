package org.microwish.lifecycle.moderation;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.ledger.leaf.AggregateType;

/** Something written or uploaded that is, was or will be looked at. It holds no text. */
@Entity
@Table(name = "moderation")
public class ModerationFinding {

  /** What it is about. */
  public enum Subject {
    /** The words of an aggregate, such as title, details and remark of a wish. */
    WORDS,
    /** A note on it. */
    NOTE,
    /** An image among the evidence. */
    IMAGE
  }

  /** What became of it. */
  public enum State {
    /** Waits for a check. */
    PENDING,
    /** A check has found something; waits for an operator. */
    FLAGGED,
    /** A check has found nothing. */
    PASSED,
    /** An operator has nothing against it. */
    ACCEPTED,
    /** An operator has something against it. */
    REJECTED,
    /** Its author has written something else in its place. */
    SUPERSEDED
  }

  /** Who has looked. */
  public enum Source {
    /** The word list of this installation. */
    WORD_LIST,
    /** WeChat's content security. */
    WECHAT,
    /** No machine: it waits for a person. */
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
