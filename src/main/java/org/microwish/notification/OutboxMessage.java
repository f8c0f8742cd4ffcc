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
 * Something that a person is told of by a message, alone or in a digest. The unique key allows one
 * for each event and person. Written by SQL only.
 */
@Entity
@Immutable
@Table(name = "outbox_message")
class OutboxMessage {

  /** What became of it. */
  enum State {
    WAITING,
    /** Handed over to WeChat, or about to be. */
    SENDING,
    SENT,
    /** WeChat may have delivered it; it is not sent again. */
    UNKNOWN,
    /** The person has not consented, or not often enough. */
    NO_CONSENT,
    /** WeChat says that the person wants no such message. */
    REFUSED,
    /** WeChat refused the template, its data, its page or the recipient. */
    FAILED,
    /** Too late, tried too often, or about something that must not be used any more. */
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

  /** What it was sent as: its own kind, or DIGEST; null until it is sent. */
  @Enumerated(EnumType.STRING)
  MessageKind sentAs;

  Instant happenedAt;

  /** Until when the person must act; or null. */
  Instant dueAt;

  Instant sendAt;
  Instant expiresAt;
  Instant takenAt;
  int attempts;
}
