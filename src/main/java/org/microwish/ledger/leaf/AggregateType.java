package org.microwish.ledger.leaf;

/**
 * The type of the aggregate that a ledger entry changes. Each aggregate's versions begin at 1 and
 * have no gaps. "Id" is the aggregate's id in leaves.
 */
public enum AggregateType {
  /**
   * A wish or micro-project with its claims, money, evidence, meetings and notes. Id: the API id.
   */
  WISH,
  /** A party organisation. Id: the API id. */
  ORGANISATION,
  /** A member. Id: the member's pseudonym. */
  MEMBER,
  /**
   * One check-in of a member or an organisation at a community (报到), from registration to
   * revocation. Id: the API id.
   */
  CHECK_IN(Schemas.RAISED),
  /**
   * An administrative division. Id: its code, or a pseudonym for a grid, building or unit, because
   * leaves show no place finer than a community.
   */
  DIVISION,
  /** An account. Id: its pseudonym. */
  ACCOUNT,
  /** An OAuth client, the program of a partner or auditor. Id: the API id. */
  CLIENT,
  /** A frozen monthly leaderboard, version 1 only. Id: {@code <division path>:<yyyy-MM>}. */
  LEADERBOARD,
  /** A recorded read of personal data, version 1 only. Id: the entry id. */
  READ(Schemas.RAISED),
  /** A configured second-level category. Id: its code. */
  SUBCATEGORY,
  /** An erasure of a person's values, version 1 only. Id: the entry id. */
  ERASURE(Schemas.RAISED),
  /** A legal hold, from placement to release. Id: the API id. */
  HOLD,
  /**
   * An operator's decision on a text or image that was registered for moderation, version 1 only.
   * Id: the API id.
   */
  FINDING,
  /**
   * The calendar of a year, imported by an administrator: days of rest between Monday and Friday,
   * and working days on weekends. Id: the year.
   */
  CALENDAR(Schemas.SECOND),
  /** A group of people with its memberships. Id: the API id. */
  GROUP(Schemas.SECOND),
  /**
   * The answer of staff to a report that somebody made about a published wish, version 1 only. Id:
   * the API id.
   */
  REPORT(Schemas.SECOND),
  /** The configured weights of rankings. Id: {@code matching}. */
  WEIGHTS(Schemas.SECOND),
  /**
   * What a checked-in member owed and did in a quarter, frozen, version 1 only. Id: the quarter and
   * the member's pseudonym, such as {@code 2026Q1<pseudonym>}.
   */
  DUTY(Schemas.SECOND),
  /** A station with its spaces, attendants, bookings and figures. Id: the API id. */
  STATION(Schemas.SECOND),
  /** A demand of a resident or an enterprise, with the support for it. Id: the API id. */
  DEMAND(Schemas.SECOND);

  private final Schemas schemas;

  AggregateType() {
    this(Schemas.FIRST);
  }

  AggregateType(Schemas schemas) {
    this.schemas = schemas;
  }

  /** Returns the schema versions of its leaves. */
  Schemas schemas() {
    return schemas;
  }
}
