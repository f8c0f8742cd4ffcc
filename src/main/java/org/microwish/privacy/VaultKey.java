package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.privacy.crypto.Suite;

/**
 * A subject's data key, wrapped under a master key. This class is mapped only for queries; no code
 * loads it as an entity.
 */
@Entity
@Table(name = "vault_key")
class VaultKey {
  @Id long keyId;

  @Enumerated(EnumType.STRING)
  SubjectType subjectType;

  long subjectId;

  @Enumerated(EnumType.STRING)
  Suite suite;

  String masterId;
  byte[] wrapped;
  Instant createdAt;
}
