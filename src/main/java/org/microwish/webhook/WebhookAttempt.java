package org.microwish.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** An attempt to send a delivery. Written with SQL only. */
@Entity
@Immutable
@Table(name = "webhook_attempt")
class WebhookAttempt {
  @Id long id;
  long deliveryId;
  Instant sentAt;
  long tookMillis;

  /** The HTTP status of the answer; null if no answer arrived. */
  Integer status;

  /** Why the attempt failed; null if it succeeded. */
  @Enumerated(EnumType.STRING)
  AttemptFailure failure;

  /**
   * The beginning of the answer's body, sealed if {@link #keyId} is set; null if no answer is kept.
   */
  byte[] answer;

  /** The id of the wish's key with which the answer is sealed; null if it is not sealed. */
  Long keyId;
}
