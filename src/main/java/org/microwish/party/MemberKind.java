package org.microwish.party;

/** The kind of a member. */
public enum MemberKind {
  /** 在职党员: belongs to an employer's organisation. */
  IN_SERVICE,
  /** 社区党员: belongs to the community's party organisation. */
  COMMUNITY,
  /** 志愿者: belongs to no party organisation and is not a party member. */
  VOLUNTEER
}
