package org.microwish.caller;

/** The role of a caller. Each token carries exactly one role. */
public enum Role {
  /** A resident: owns the wishes they made and those made for them. */
  RESIDENT,
  /** Grid worker, social worker, building head: puts residents' wishes on record. */
  COLLECTOR,
  /** A party member, who claims wishes and fulfils them. */
  MEMBER,
  /** Acts for a party organisation: claims wishes and checks in on the organisation's behalf. */
  STEWARD,
  /** Staff of a division: reviews and publishes wishes, approves applications and proposals. */
  OPERATOR,
  /** Reads and exports the data of a division, and changes nothing. */
  AUDITOR,
  /** The software of a partner organisation, which records wishes and adds evidence. */
  PARTNER,
  /**
   * Manages divisions, organisations, accounts, clients, the calendar and legal holds; does not
   * handle wishes.
   */
  ADMINISTRATOR,
  /**
   * The service itself, for example when it acts because a deadline has passed. No token carries
   * this role.
   */
  SYSTEM;

  /** The role names as constants, for annotations. */
  public static final class Name {
    public static final String RESIDENT = "RESIDENT";
    public static final String COLLECTOR = "COLLECTOR";
    public static final String MEMBER = "MEMBER";
    public static final String STEWARD = "STEWARD";
    public static final String OPERATOR = "OPERATOR";
    public static final String AUDITOR = "AUDITOR";
    public static final String PARTNER = "PARTNER";
    public static final String ADMINISTRATOR = "ADMINISTRATOR";

    private Name() {}
  }
}
