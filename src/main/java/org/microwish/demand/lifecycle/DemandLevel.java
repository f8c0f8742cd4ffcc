package org.microwish.demand.lifecycle;

/** The levels to which a demand can be dispatched, the lowest first. */
public enum DemandLevel {
  /** The head of a building. */
  BUILDING,
  /** The workers of a grid. */
  GRID,
  /** The staff of a community. */
  COMMUNITY,
  /** The staff of a street. */
  STREET,
  /** A department: an organisation. */
  DEPARTMENT;

  private static final int STREET_DIGITS = 9;
  private static final int COMMUNITY_DIGITS = 12;

  /**
   * Returns the path of the division that handles the demands of a place at this level.
   *
   * @param path the path of a street, community, grid, building or unit
   * @return null if the place has no division of this level, and for DEPARTMENT
   */
  public String office(String path) {
    int building = path.indexOf('B');
    int grid = path.indexOf('G');
    return switch (this) {
      case BUILDING -> building < 0 ? null : cut(path, path.indexOf('U'));
      case GRID -> grid < 0 ? null : cut(path, building);
      case COMMUNITY ->
          path.length() < COMMUNITY_DIGITS ? null : path.substring(0, COMMUNITY_DIGITS);
      case STREET -> path.length() < STREET_DIGITS ? null : path.substring(0, STREET_DIGITS);
      case DEPARTMENT -> null;
    };
  }

  private static String cut(String path, int end) {
    return end < 0 ? path : path.substring(0, end);
  }

  /**
   * Returns the level to which a demand escalates from this level; null if this level is the last
   * one. A building that is not in a grid has its community next.
   */
  public DemandLevel next(String path) {
    return switch (this) {
      case BUILDING -> GRID.office(path) == null ? COMMUNITY : GRID;
      case GRID -> COMMUNITY;
      case COMMUNITY -> STREET;
      case STREET, DEPARTMENT -> null;
    };
  }
}
