package org.microwish.platform.idempotency;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** The row of an idempotency key with the response of its command. */
@Entity
@Table(name = "idempotency")
class IdempotencyRow {

  /** The caller, the operation and the client's key. */
  @Embeddable
  record Key(String caller, String operation, String idemKey) implements Serializable {}

  @EmbeddedId Key key;
  byte[] bodyHash;
  short status;
  String location;
  byte[] answer;
  Instant createdAt;
}
