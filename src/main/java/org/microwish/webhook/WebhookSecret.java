package org.microwish.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A secret of a webhook, encrypted. */
@Entity
@Table(name = "webhook_secret")
class WebhookSecret {
  @Id long id;
  long webhookId;
  String master;
  String suite;
  byte[] wrapped;
  Instant createdAt;

  /** When the secret expires; null for the newest secret of a webhook, which does not expire. */
  Instant expiresAt;
}
