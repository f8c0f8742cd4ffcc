package org.microwish.platform.idempotency;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** The row of an idempotency key, with the response of the command that was sent with the key. */
@Entity
@Table(name = "idempotency")
class IdempotencyRow {

  /**
   * The primary key.
   *
   * @param caller the account of the caller
   * @param operation the operation id of the command in the contract
   * @param idemKey the key that the client sent, or one created by the service
   */
  @Embeddable
  record Key(String caller, String operation, String idemKey) implements Serializable {}

  @EmbeddedId Key key;
  byte[] bodyHash;
  short status;
  String location;
  byte[] answer;
  Instant createdAt;
}
