package org.microwish.station.lifecycle;

/** The kinds of stations. */
public enum StationKind {
  /** A service centre (中心). */
  CENTRE,
  /** A station (站). */
  STATION,
  /** A post, such as a rest stop for couriers (驿站). */
  POST,
  /** A pavilion (亭). */
  PAVILION,
  /** A field for sports (场). */
  FIELD,
  /** A service hall (服务客厅), which may be virtual. */
  HALL
}
