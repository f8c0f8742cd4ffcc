package org.microwish.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.microwish.ledger.leaf.EntryType;

/** A change, or a test, that is or was to be sent to a webhook. Written by SQL only. */
@Entity
@Immutable
@Table(name = "webhook_delivery")
class WebhookDelivery {
  @Id long id;
  long webhookId;

  /** The index of the leaf; null for a test. */
  Long leafIndex;

  Long entryId;

  @Enumerated(EnumType.STRING)
  EntryType entryType;

  @Enumerated(EnumType.STRING)
  DeliveryState state;

  int attempts;

  /** When it is due, while it waits. */
  Instant nextAt;

  Instant createdAt;

  /** When it succeeded or was given up; null while it waits. */
  Instant endedAt;

  /** Returns the value of {@code webhook-id}. */
  String messageId() {
    return messageId(id, entryId);
  }

  /**
   * Returns the value of {@code webhook-id}: the same for all attempts and repeats of a change.
   *
   * @param entryId the entry; null for a test
   */
  static String messageId(long id, Long entryId) {
    return "msg_" + org.microwish.platform.Id.text(entryId == null ? id : entryId);
  }
}
