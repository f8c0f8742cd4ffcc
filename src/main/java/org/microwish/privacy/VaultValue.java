package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A current personal value, sealed. Queries name it; nobody loads it as a whole. */
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

  /** The key of the look-up tag, and the tag; null where the field cannot be looked up. */
  Long lookupKey;

  byte[] lookup;
}
