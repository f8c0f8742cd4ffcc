package org.microwish.station.lifecycle;

/** What a recorded figure of a station counts. */
public enum Indicator {
  /** Visitors. */
  VISITORS,
  /** People served. */
  SERVED,
  /** People who used a space. */
  USERS,
  /** Occupancy in percent. */
  OCCUPANCY,
  /** Enterprises served. */
  ENTERPRISES,
  /** Staff of the enterprises served. */
  STAFF,
  /** Activities held. */
  ACTIVITIES,
  /** Branches that used the station. */
  BRANCHES
}
