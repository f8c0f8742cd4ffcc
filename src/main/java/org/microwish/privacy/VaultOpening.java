package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** Salt and value of a leaf's commitment, sealed. Queries name it; nobody loads it as a whole. */
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

  /** The {@link VaultKey} that it is sealed under. */
  long keyId;
}
