package org.microwish.party;

/** The sector of society to which a party organisation belongs. */
public enum Sector {
  /** 机关: government and Party offices. */
  GOVERNMENT,
  /** 事业单位: public institutions other than schools and hospitals. */
  PUBLIC_INSTITUTION,
  /** 国企: state-owned enterprises. */
  STATE_OWNED,
  /** 两新组织: private businesses and social organisations. */
  TWO_NEW,
  /** 学校: schools. */
  SCHOOL,
  /** 医院: hospitals. */
  HOSPITAL,
  /** 社区: residential communities. */
  COMMUNITY,
  /** All other organisations. */
  OTHER
}
