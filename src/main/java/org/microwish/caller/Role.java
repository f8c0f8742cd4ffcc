package org.microwish.caller;

/** The role of a caller. Each token carries exactly one. */
public enum Role {
  /** A resident: owns the wishes they made and those made for them. */
  RESIDENT,
  /** Grid worker, social worker, building head: puts residents' wishes on record. */
  COLLECTOR,
  /** A party member, who claims wishes and fulfils them. */
  MEMBER,
  /** Acts for a party organisation: claims wishes in its name, checks it in. */
  STEWARD,
  /** Staff of a division: reviews, publishes, approves. */
  OPERATOR,
  /** Reads everything of its division, writes nothing. */
  AUDITOR,
  /** A partner organisation's program. */
  PARTNER,
  /** Manages divisions, roles and clients, not wishes. */
  ADMINISTRATOR,
  /** The service itself, for example when a deadline has passed. No token carries it. */
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
