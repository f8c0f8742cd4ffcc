package org.microwish.privacy;

/** One whose values the vault keeps. */
public record Subject(SubjectType type, long id) {

  /** The resident behind a wish. */
  public static Subject wish(long id) {
    return new Subject(SubjectType.WISH, id);
  }

  /** A member. */
  public static Subject member(long id) {
    return new Subject(SubjectType.MEMBER, id);
  }
}
