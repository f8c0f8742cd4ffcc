package org.microwish.station.lifecycle;

/** The states of a station. */
public enum StationState {
  /** The station is planned and not open yet. */
  PLANNED,
  /** The station is open; its spaces can be booked. */
  OPEN,
  /** The station is closed for a time; nothing can be booked. */
  SUSPENDED,
  /** The station is closed for good; this state is final. */
  CLOSED
}
