package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A current personal value, sealed. Mapped only for queries; never loaded as an entity. */
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

  /** The {@link VaultKey} that it is sealed under. */
  long keyId;

  /** The id of the look-up tag's key, and the tag; null if the value cannot be looked up. */
  Long lookupKey;

  byte[] lookup;
}
