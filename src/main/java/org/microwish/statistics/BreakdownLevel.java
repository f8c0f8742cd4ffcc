package org.microwish.statistics;

import org.microwish.party.DivisionLevel;

/** The levels of a breakdown by division. Leaves name no place finer than a community. */
public enum BreakdownLevel {
  /** 省级. */
  PROVINCE(DivisionLevel.PROVINCE),
  /** 地级. */
  CITY(DivisionLevel.CITY),
  /** 县级. */
  COUNTY(DivisionLevel.COUNTY),
  /** 乡级. */
  STREET(DivisionLevel.STREET),
  /** 村级. */
  COMMUNITY(DivisionLevel.COMMUNITY);

  private final DivisionLevel level;

  BreakdownLevel(DivisionLevel level) {
    this.level = level;
  }

  int pathLength() {
    return level.pathLength();
  }
}
