package org.microwish.privacy;

/** Whose values the vault keeps. Erasure destroys all of one subject's. */
public enum SubjectType {
  /** The resident behind a wish, and all that is written about it. Id: the wish. */
  WISH,
  /** A member. */
  MEMBER
}
