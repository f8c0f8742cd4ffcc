package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/**
 * A current personal value, sealed. This class is mapped only for queries; no code loads it as an
 * entity.
 */
@Entity
@Table(name = "vault_value")
@IdClass(VaultValue.Key.class)
class VaultValue {

  record Key(SubjectType subjectType, long subjectId, String field) implements Serializable {}

  @Id
  @Enumerated(EnumType.STRING)
  SubjectType subjectType;

  @Id long subjectId;
  @Id String field;

  byte[] content;
  Instant updatedAt;

  /** The id of the {@link VaultKey} that sealed the content. */
  long keyId;

  /** The id of the key that computed {@link #lookup}; null if the value cannot be looked up. */
  Long lookupKey;

  /** The tag by which {@link Lookup} finds the value; null if the value cannot be looked up. */
  byte[] lookup;
}
