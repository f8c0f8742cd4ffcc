package org.microwish.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.EntryType;

/**
 * The row of a change, or of a test event, that is to be sent to a webhook or was sent. Written
 * with SQL only.
 */
@Entity
@Immutable
@Table(name = "webhook_delivery")
class WebhookDelivery {
  @Id long id;
  long webhookId;

  /** The index of the change's leaf; null for a test event. */
  Long leafIndex;

  Long entryId;

  @Enumerated(EnumType.STRING)
  EntryType entryType;

  @Enumerated(EnumType.STRING)
  DeliveryState state;

  int attempts;

  /** When the next attempt is due; has no meaning once the delivery has ended. */
  Instant nextAt;

  Instant createdAt;

  /** When the delivery succeeded or was given up; null while it waits. */
  Instant endedAt;

  /** Returns the value of the header {@code webhook-id}. */
  String messageId() {
    return messageId(id, entryId);
  }

  /**
   * Returns the value of the header {@code webhook-id}, which is the same for all attempts and
   * redeliveries of a change.
   *
   * @param id the id of the delivery
   * @param entryId the id of the change's entry; null for a test event
   */
  static String messageId(long id, Long entryId) {
    return "msg_" + org.microwish.platform.Id.text(entryId == null ? id : entryId);
  }
}
