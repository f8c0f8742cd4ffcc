package org.microwish.station.lifecycle;

/** The roles of a caller towards a station; a caller can have several. */
public enum StationRole {
  /** A member, or an organiser of an organisation, who may book spaces. */
  BOOKER,
  /** The member or organisation that holds the booking which the command addresses. */
  HOLDER,
  /** An organiser of a host organisation, or an attendant of the station. */
  HOST,
  /** An operator of the division of the station. */
  OPERATOR,
  /** The service itself. */
  SWEEPER
}
