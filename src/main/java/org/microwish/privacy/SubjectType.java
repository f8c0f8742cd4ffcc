package org.microwish.privacy;

/** Whose values the vault keeps. Erasure destroys all of one subject's. */
public enum SubjectType {
  /** The resident behind a wish, and all that is written about it. Id: the wish. */
  WISH,
  /** A member. */
  MEMBER,
  /** An organisation. Its name is no personal value; only what opens its commitments is here. */
  ORGANISATION,
  /** A division, likewise. Id: the number of its code. */
  DIVISION,
  /** An account: how its owner is called where it logs in. */
  ACCOUNT,
  /** A group: its name and purpose are public; what is written about people in it is here too. */
  GROUP,
  /** The file of an import, for as long as the job runs. Id: the job. */
  IMPORT,
  /** Nobody: the keys of {@link Lookup}, numbered from 1. */
  INDEX,
  /** Nobody: the key of {@link KeyedDigest}. Id: 1. */
  DIGEST
}
