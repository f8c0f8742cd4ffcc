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
  /** Grid (网格): {@code G} and a number below a community. */
  GRID(0),
  /** Building (楼栋): {@code B} and a number below a grid, or directly below a community. */
  BUILDING(0),
  /** Unit (单元): {@code U} and a number below a building. */
  UNIT(0);

  private final int pathLength;

  DivisionLevel(int pathLength) {
    this.pathLength = pathLength;
  }

  /**
   * Returns the length of a path of this level in characters; 0 for the levels below the community,
   * whose paths vary in length.
   */
  public int pathLength() {
    return pathLength;
  }
}
