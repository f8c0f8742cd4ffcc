package org.microwish.rights;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row that records that a subject was erased, and why. */
@Entity
@Table(name = "erasure")
@IdClass(Erasure.Key.class)
class Erasure {

  record Key(SubjectRef.Type subjectType, String subjectKey) implements Serializable {}

  @Id
  @Enumerated(EnumType.STRING)
  SubjectRef.Type subjectType;

  @Id String subjectKey;

  @Enumerated(EnumType.STRING)
  ErasureReason reason;

  /**
   * The ledger entry that records the erasure; null until the end of the retention period if a
   * withdrawn consent was the reason, see {@link Erasures#record}.
   */
  Long entryId;

  Instant erasedAt;

  /** The time at which the ledger will record the erasure; null if it was recorded at once. */
  Instant recordAt;

  /** Whether the erasure was written to the {@link ErasureList} outside the database. */
  boolean listed;
}
