package org.microwish.ledger.leaf;

/** What an entry is about. An aggregate's versions are gap-free, beginning at 1. */
public enum AggregateType {
  /**
   * A wish or micro-project with its claims, money, evidence, meetings and notes. Id: the API's.
   */
  WISH,
  /** A party organisation. Id: the API's. */
  ORGANISATION,
  /** A member. Id: the member's pseudonym. */
  MEMBER,
  /** One check-in from registration to revocation. Id: the API's. */
  CHECK_IN,
  /**
   * An administrative division. Id: its code; of a grid or building a pseudonym, because no leaf
   * shows a finer place than a community.
   */
  DIVISION,
  /** An account. Id: its pseudonym. */
  ACCOUNT,
  /** A partner's client. Id: the API's. */
  CLIENT,
  /** A frozen monthly leaderboard, version 1 only. Id: {@code <division path>:<yyyy-MM>}. */
  LEADERBOARD,
  /** A recorded read of personal data, version 1 only. Id: the entry's own. */
  READ,
  /** A configured category of the second level. Id: its code. */
  SUBCATEGORY,
  /** An erasure of somebody's personal values, version 1 only. Id: the entry's own. */
  ERASURE,
  /** A legal hold from its placing to its release. Id: the API's. */
  HOLD,
  /**
   * An operator's word on a text or image that a check has found, version 1 only. Id: the API's.
   */
  FINDING,
  /** The working days of a year, since an administrator imported them. Id: the year. */
  CALENDAR(2),
  /** A group of people with the memberships in it. Id: the API's. */
  GROUP(2);

  private final long schema;

  AggregateType() {
    this(1);
  }

  AggregateType(long schema) {
    this.schema = schema;
  }

  /** The leaf schema version of its leaves: 1 for the types up to FINDING, 2 for later types. */
  public long schema() {
    return schema;
  }
}
