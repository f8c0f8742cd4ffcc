package org.microwish.demand.lifecycle;

/** How a demand was received. */
public enum DemandChannel {
  /** In the mini-program, by the asker. */
  MINI_PROGRAM,
  /** In a service hall (服务客厅). */
  HALL,
  /** In a virtual service hall. */
  HALL_ONLINE,
  /** In a meeting of a service hall. */
  HALL_MEETING,
  /** On a visit (走访). */
  VISIT,
  /** By the government's hotline (12345热线). */
  HOTLINE_12345,
  /** From the platform of the grid workers (网格平台). */
  GRID_PLATFORM,
  /** From an imported file. */
  IMPORT;

  /** Returns true if a demand of this channel names the hall that received it. */
  public boolean isHall() {
    return this == HALL || this == HALL_ONLINE || this == HALL_MEETING;
  }
}
