package org.microwish.privacy;

/**
 * The types of subjects whose values the vault stores. Erasure destroys all values of one subject.
 */
public enum SubjectType {
  /** The resident behind a wish, and everything that is written about the wish. Id: the wish. */
  WISH,
  /** A member. */
  MEMBER,
  /**
   * An organisation. Its name is not personal; the vault stores only the openings of its
   * commitments.
   */
  ORGANISATION,
  /** A division; only openings, too. Id: its code as a number. */
  DIVISION,
  /** An account: the name or openid of its owner. */
  ACCOUNT,
  /**
   * A group: its texts and what is written about people in it. Its name and purpose are public,
   * too.
   */
  GROUP,
  /**
   * An erasure: only the opening of its leaf's commitment to what was erased. Id: the entry.
   * Nothing erases it, so that the erasure can be proved.
   */
  ERASURE,
  /** The file of an import, while the job runs. Id: the job. */
  IMPORT,
  /** Not a subject: the keys of {@link Lookup}, numbered from 1. */
  INDEX,
  /** Not a subject: the key of {@link KeyedDigest}. Id: 1. */
  DIGEST
}
