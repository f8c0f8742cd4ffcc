package org.microwish.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** An attempt to deliver. Written by SQL only. */
@Entity
@Immutable
@Table(name = "webhook_attempt")
class WebhookAttempt {
  @Id long id;
  long deliveryId;
  Instant sentAt;
  long tookMillis;

  /** The HTTP status; null without an answer. */
  Integer status;

  /** Why it failed; null for a success. */
  @Enumerated(EnumType.STRING)
  AttemptFailure failure;

  /** The beginning of the answer's body, sealed if there is a key; null without an answer. */
  byte[] answer;

  /** The key of the wish with which the answer is sealed; null for other answers. */
  Long keyId;
}
