package org.microwish.privacy;

/** The owner of values in the vault: its type, and an id that is unique for the type. */
public record Subject(SubjectType type, long id) {

  /** The subject of the resident's data in a wish, by the wish's id. */
  public static Subject wish(long id) {
    return new Subject(SubjectType.WISH, id);
  }

  /** The subject of a member's data, by the member's id. */
  public static Subject member(long id) {
    return new Subject(SubjectType.MEMBER, id);
  }

  /** The subject of an organisation's data, by the organisation's id. */
  public static Subject organisation(long id) {
    return new Subject(SubjectType.ORGANISATION, id);
  }

  /** The subject of an account's data, by the account's id. */
  public static Subject account(long id) {
    return new Subject(SubjectType.ACCOUNT, id);
  }

  /** The subject of a station's data, by the station's id. */
  public static Subject station(long id) {
    return new Subject(SubjectType.STATION, id);
  }

  /** The subject of a demand's data, by the demand's id. */
  public static Subject demand(long id) {
    return new Subject(SubjectType.DEMAND, id);
  }

  /** The subject of a group's data, by the group's id. */
  public static Subject group(long id) {
    return new Subject(SubjectType.GROUP, id);
  }

  /**
   * Returns the subject of the data that the vault stores about an erasure itself: the list of
   * erased subjects. The id is that of the erasure's ledger entry.
   */
  public static Subject erasure(long entryId) {
    return new Subject(SubjectType.ERASURE, entryId);
  }

  /** The subject of an imported file, by the id of the import job. */
  public static Subject importJob(long id) {
    return new Subject(SubjectType.IMPORT, id);
  }

  /** The subject of a division's data, by the division's code as a number. */
  public static Subject division(long number) {
    return new Subject(SubjectType.DIVISION, number);
  }
}
