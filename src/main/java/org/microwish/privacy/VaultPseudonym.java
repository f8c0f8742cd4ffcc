package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row that links a pseudonym to its owner. This class is mapped only for queries; no code loads
 * it as an entity.
 */
@Entity
@Table(name = "vault_pseudonym")
class VaultPseudonym {

  /** The kinds of owners of pseudonyms. */
  enum Owner {
    MEMBER,
    ACCOUNT,
    DIVISION,
    /** An account as a resident, which has a separate pseudonym for each wish. */
    RESIDENT
  }

  @Id String pseudonym;

  @Enumerated(EnumType.STRING)
  Owner subjectType;

  /** The text of a member's id, the text of an account's id, or a division's code. */
  String subjectKey;

  /**
   * For the owner RESIDENT, the id of the wish in whose leaves the pseudonym appears, or 0 for
   * leaves of other aggregates. For other owners 0.
   */
  long scope;
}
