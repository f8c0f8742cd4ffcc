package org.microwish.party;

/** The level of a division, derived from its code. */
public enum DivisionLevel {
  /** Province (省级): 2 significant digits. */
  PROVINCE(2),
  /** City (地级): 4 significant digits. */
  CITY(4),
  /** County (县级): 6 significant digits. */
  COUNTY(6),
  /**
   * Street (乡级): 9 significant digits; a street (001–099), a town, a township or an equivalent
   * unit.
   */
  STREET(9),
  /** Community (村级): all 12 digits. */
  COMMUNITY(12),
  /** Grid (网格): {@code G} and two digits below a community. */
  GRID(15),
  /** Building (楼栋): {@code B} and two digits below a grid, or directly below a community. */
  BUILDING(18);

  private final int pathLength;

  DivisionLevel(int pathLength) {
    this.pathLength = pathLength;
  }

  /**
   * Returns the length of a path of this level in characters. Not valid for a building directly
   * below its community, whose path has 15.
   */
  public int pathLength() {
    return pathLength;
  }
}
