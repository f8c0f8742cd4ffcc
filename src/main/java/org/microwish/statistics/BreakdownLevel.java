package org.microwish.statistics;

import org.microwish.party.DivisionLevel;

/**
 * The division levels whose divisions can be the cells of a breakdown. The community is the lowest,
 * because ledger leaves name no smaller place.
 */
public enum BreakdownLevel {
  /** Provinces (省级). */
  PROVINCE(DivisionLevel.PROVINCE),
  /** Cities and other divisions of their level (地级). */
  CITY(DivisionLevel.CITY),
  /** Counties and districts (县级). */
  COUNTY(DivisionLevel.COUNTY),
  /** Streets, towns and townships (乡级). */
  STREET(DivisionLevel.STREET),
  /** Communities and villages (村级). */
  COMMUNITY(DivisionLevel.COMMUNITY);

  private final DivisionLevel level;

  BreakdownLevel(DivisionLevel level) {
    this.level = level;
  }

  /** Returns the length of a path of this level in characters. */
  public int pathLength() {
    return level.pathLength();
  }
}
