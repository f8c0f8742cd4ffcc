package org.microwish.notification;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.matching.MessageKind;

/**
 * The row of a message about one event to one person, which is sent alone or in a digest. A unique
 * key prevents a second message about the same event to the same person. Written with SQL only.
 */
@Entity
@Immutable
@Table(name = "outbox_message")
class OutboxMessage {

  /** The state of a message. */
  enum State {
    WAITING,
    /** The message was given to WeChat, or is about to be. */
    SENDING,
    SENT,
    /** It is unclear whether WeChat has delivered the message; it is not sent again. */
    UNKNOWN,
    /** According to the stored answers, no consent is left; WeChat was not asked. */
    NO_CONSENT,
    /** WeChat refused the message: it knows no consent of the person that is left (43101). */
    REFUSED,
    /** WeChat refused the template, its data, its page or the recipient. */
    FAILED,
    /**
     * The message was not sent: it expired, all attempts failed, the person has no WeChat login, or
     * the wish is under a legal hold.
     */
    DROPPED
  }

  @Id long id;
  String account;

  @Enumerated(EnumType.STRING)
  MessageKind kind;

  @Enumerated(EnumType.STRING)
  AggregateType aggregateType;

  long aggregateId;

  @Enumerated(EnumType.STRING)
  State state;

  /** The kind as which the message was sent: its own kind, or DIGEST; null until it is sent. */
  @Enumerated(EnumType.STRING)
  MessageKind sentAs;

  Instant happenedAt;

  /** The time by which the person must act, or null. */
  Instant dueAt;

  Instant sendAt;
  Instant expiresAt;
  Instant takenAt;
  int attempts;
}
