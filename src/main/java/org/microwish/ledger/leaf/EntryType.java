package org.microwish.ledger.leaf;

/**
 * What a ledger entry records. The names are part of the leaf schema: new names may be added, but
 * the meaning of a name must never change.
 */
public enum EntryType {
  // WISH
  WISH_CREATED,
  WISH_EDITED,
  WISH_SUBMITTED,
  WISH_RETURNED,
  WISH_REJECTED,
  WISH_REFERRED,
  WISH_PUBLISHED,
  WISH_REPUBLISHED,
  WISH_EXPIRED,
  WISH_WITHDRAWN,
  WISH_CLAIMING_CLOSED,
  WISH_EXTENDED,
  WISH_CONFIRMED,
  WISH_DISSATISFIED(1, 2),
  WISH_REOPENED(1, 2),
  WISH_ARCHIVED,
  WISH_CORRECTED,
  CLAIM_REQUESTED,
  CLAIM_APPROVED,
  CLAIM_DECLINED,
  CLAIM_RELEASED,
  CLAIM_REVOKED,
  CLAIM_LAPSED(1, 2),
  CLAIM_OVERDUE,
  CLAIM_EXTENDED,
  CLAIM_PARTICIPANTS_CHANGED,
  CLAIM_CONTACTED,
  CLAIM_ASSESSED,
  CLAIM_STARTED,
  CLAIM_PROGRESSED,
  CLAIM_PARTLY_DELIVERED,
  CLAIM_DELIVERED,
  CLAIM_PLEDGED,
  MONEY_POSTED,
  MONEY_REFUNDED,
  MONEY_REVERSED,
  EVIDENCE_ADDED,
  MEETING_HELD,
  FOLLOW_UP_MADE,
  CONSENT_RECORDED,
  CONSENT_WITHDRAWN,
  WISH_NOTED(2),
  WISH_WORDS_AMENDED(2),
  WISH_UNPUBLISHED(2),

  // Party
  DIVISION_RECORDED,
  DIVISION_CHANGED,
  ORGANISATION_RECORDED,
  ORGANISATION_CHANGED,
  ORGANISATION_DISSOLVED,
  MEMBER_RECORDED,
  MEMBER_CHANGED,
  MEMBER_LEFT,
  CHECKED_IN,
  CHECK_IN_REVOKED,

  // Accounts, clients, boards, reads, configuration
  ACCOUNT_RECORDED,
  ACCOUNT_CHANGED,
  CLIENT_RECORDED,
  CLIENT_CHANGED,
  LEADERBOARD_FROZEN,
  PERSONAL_FIELDS_READ,
  OPENINGS_READ,
  SUBJECT_ERASED,
  SUBCATEGORY_CONFIGURED,
  HOLD_PLACED,
  HOLD_RELEASED,

  // Findings
  FINDING_ACCEPTED,
  FINDING_REJECTED,

  // REPORT
  REPORT_CLOSED,

  // CALENDAR
  CALENDAR_IMPORTED,

  // GROUP
  GROUP_PROPOSED,
  GROUP_EDITED,
  GROUP_AMENDED,
  GROUP_APPROVED,
  GROUP_SUSPENDED,
  GROUP_RESUMED,
  GROUP_DISBANDED,
  GROUP_HANDED_OVER,
  MEMBERSHIP_APPLIED,
  MEMBERSHIP_RECORDED,
  MEMBERSHIP_ADMITTED,
  MEMBERSHIP_DECLINED,
  MEMBERSHIP_LEFT,
  MEMBERSHIP_REMOVED;

  private final long oldest;
  private final long schema;

  EntryType() {
    this(1);
  }

  /** A type whose oldest and newest leaves have the same schema version. */
  EntryType(long schema) {
    this(schema, schema);
  }

  /**
   * A type whose schema version was raised, because the old leaves lack facts that the verifier
   * needs.
   */
  EntryType(long oldest, long schema) {
    this.oldest = oldest;
    this.schema = schema;
  }

  /**
   * Returns the schema version of new leaves of this type, unless that of the aggregate type is
   * later: 2 for types that were added to an older aggregate type, and for types whose old leaves
   * lack facts that the verifier needs; else 1. A verifier that knows only version 1 then reports
   * that it is too old, instead of reporting a damaged leaf.
   */
  public long schema() {
    return schema;
  }

  /**
   * Returns the schema version of the oldest leaves of this type. Old leaves keep their schema
   * version.
   */
  public long oldestSchema() {
    return oldest;
  }
}
