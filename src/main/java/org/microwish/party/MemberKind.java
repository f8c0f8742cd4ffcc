package org.microwish.party;

/** Where a member's party life is. */
public enum MemberKind {
  /** 在职党员: belongs to an employer's organisation. */
  IN_SERVICE,
  /** 社区党员: belongs to the community's own. */
  COMMUNITY,
  /** 志愿者: belongs to no party organisation, and is no party member. */
  VOLUNTEER
}
