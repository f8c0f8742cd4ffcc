package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * Salt and value of a leaf's commitment, sealed. This class is mapped only for queries; no code
 * loads it as an entity.
 */
@Entity
@Table(name = "vault_opening")
@IdClass(VaultOpening.Key.class)
class VaultOpening {

  record Key(long entryId, String field) implements Serializable {}

  @Id long entryId;
  @Id String field;

  @Enumerated(EnumType.STRING)
  SubjectType subjectType;

  long subjectId;
  byte[] content;

  /** The id of the {@link VaultKey} that sealed the content. */
  long keyId;
}
