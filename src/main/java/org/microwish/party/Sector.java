package org.microwish.party;

/** The sector of a party organisation. */
public enum Sector {
  /** 机关. */
  GOVERNMENT,
  /** 事业单位 other than schools and hospitals. */
  PUBLIC_INSTITUTION,
  /** 国企. */
  STATE_OWNED,
  /** 两新组织: private businesses and social organisations. */
  TWO_NEW,
  /** 学校. */
  SCHOOL,
  /** 医院. */
  HOSPITAL,
  /** 社区. */
  COMMUNITY,
  /** Anything else. */
  OTHER
}
