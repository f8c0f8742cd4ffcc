package org.microwish.station.lifecycle;

/** The facts that a request must supply for a transition, besides caller and time. */
public enum StationFact {
  /** Why the station is suspended or closed. */
  REASON,
  /** The data of the station, space, attendant, booking or figure. */
  VALUES
}
