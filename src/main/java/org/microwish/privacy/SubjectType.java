package org.microwish.privacy;

/**
 * The types of subjects whose values the vault stores. {@link Vault#erase} destroys all values of
 * one subject.
 */
public enum SubjectType {
  /** The resident who has a wish, and all text about the wish. The id is that of the wish. */
  WISH,
  /** A member. The id is that of the member. */
  MEMBER,
  /**
   * An organisation. The vault stores no current values of an organisation, only the openings of
   * commitments.
   */
  ORGANISATION,
  /**
   * A division. The vault stores only openings of commitments. The id is the division's code as a
   * number.
   */
  DIVISION,
  /** An account: the name or openid of its owner. The id is that of the account. */
  ACCOUNT,
  /**
   * A group: its texts, and texts about people in the group. The group's name and purpose are also
   * public.
   */
  GROUP,
  /** A station: its texts, which are also public, and the reasons of decisions about it. */
  STATION,
  /**
   * A demand: its private and public texts, the asker's name and contact data, the answer, and the
   * notes.
   */
  DEMAND,
  /**
   * An erasure: only the opening of the commitment, in the erasure's leaf, to what was erased. The
   * id is that of the ledger entry. This opening is never erased, so that the erasure can be
   * proved.
   */
  ERASURE,
  /** The file of an import, while the import job runs. The id is that of the job. */
  IMPORT,
  /** No subject: the type of the keys of {@link Lookup}, with ids from 1. */
  INDEX,
  /** No subject: the type of the key of {@link KeyedDigest}, with the id 1. */
  DIGEST
}
