package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The owner of a pseudonym. Mapped only for queries; never loaded as an entity. */
@Entity
@Table(name = "vault_pseudonym")
class VaultPseudonym {

  /** The kinds of owners. */
  enum Owner {
    MEMBER,
    ACCOUNT,
    DIVISION,
    /** An account as a resident; the scope is the wish. */
    RESIDENT
  }

  @Id String pseudonym;

  @Enumerated(EnumType.STRING)
  Owner subjectType;

  /** The text of a member's id, an account, or a division's code. */
  String subjectKey;

  /** A wish, or 0. */
  long scope;
}
