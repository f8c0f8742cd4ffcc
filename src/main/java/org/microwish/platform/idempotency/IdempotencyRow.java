package org.microwish.platform.idempotency;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A key whose command is committed, with the answer. */
@Entity
@Table(name = "idempotency")
class IdempotencyRow {

  /** Whose key, for which operation. */
  @Embeddable
  record Key(String caller, String operation, String idemKey) implements Serializable {}

  @EmbeddedId Key key;
  byte[] bodyHash;
  short status;
  String location;
  byte[] answer;
  Instant createdAt;
}
