package org.microwish.party;

/** The level of a division, derived from its code. */
public enum DivisionLevel {
  /** 省级: 2 significant digits. */
  PROVINCE(2),
  /** 地级: 4 significant digits. */
  CITY(4),
  /** 县级: 6 significant digits. */
  COUNTY(6),
  /** 乡级: 9 significant digits: a street (001–099), a town, a township or an equivalent unit. */
  STREET(9),
  /** 村级: all 12 digits. */
  COMMUNITY(12),
  /** 网格: {@code G} and two digits below a community. */
  GRID(15),
  /** 楼栋: {@code B} and two digits below a grid, or below a community that has none. */
  BUILDING(18);

  private final int pathLength;

  DivisionLevel(int pathLength) {
    this.pathLength = pathLength;
  }

  /** The length of a path of this level; a building directly below its community has 15. */
  public int pathLength() {
    return pathLength;
  }
}
