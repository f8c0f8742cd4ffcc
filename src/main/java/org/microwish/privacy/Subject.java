package org.microwish.privacy;

/** The owner of values in the vault. */
public record Subject(SubjectType type, long id) {

  /** The resident behind a wish. */
  public static Subject wish(long id) {
    return new Subject(SubjectType.WISH, id);
  }

  /** A member. */
  public static Subject member(long id) {
    return new Subject(SubjectType.MEMBER, id);
  }

  /** An organisation. */
  public static Subject organisation(long id) {
    return new Subject(SubjectType.ORGANISATION, id);
  }

  /** An account. */
  public static Subject account(long id) {
    return new Subject(SubjectType.ACCOUNT, id);
  }

  /** A group. */
  public static Subject group(long id) {
    return new Subject(SubjectType.GROUP, id);
  }

  /** An erasure, by the id of its entry. */
  public static Subject erasure(long entryId) {
    return new Subject(SubjectType.ERASURE, entryId);
  }

  /** The file of an import, by the id of its job. */
  public static Subject importJob(long id) {
    return new Subject(SubjectType.IMPORT, id);
  }

  /** A division, by its code as a number. */
  public static Subject division(long number) {
    return new Subject(SubjectType.DIVISION, number);
  }
}
