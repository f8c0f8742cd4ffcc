package org.microwish.privacy;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Who a pseudonym stands for. Queries name it; nobody loads it as a whole. */
@Entity
@Table(name = "vault_pseudonym")
class VaultPseudonym {

  /** Whose pseudonym it is. */
  enum Owner {
    MEMBER,
    ACCOUNT,
    DIVISION,
    /** An account as the resident behind one wish, which is the scope. */
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
