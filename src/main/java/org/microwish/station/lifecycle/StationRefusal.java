package org.microwish.station.lifecycle;

/** The reasons to refuse a command on a station, in order of precedence. */
public enum StationRefusal {
  /** The caller has no role that permits the command. */
  NOT_PERMITTED,
  /** The command is not allowed in the state of the station. */
  WRONG_STATE,
  /** The command is not allowed in the state of the booking. */
  WRONG_BOOKING_STATE,
  /** A finding of moderation on the texts of the station is open, or the texts were rejected. */
  MODERATION_OPEN,
  /** The space is closed, or not for this caller. */
  NOT_BOOKABLE,
  /** The booking has not begun yet, so it was neither used nor missed. */
  NOT_BEGUN,
  /** The booking has already begun. */
  BEGUN,
  /** The holder would exceed the free quota of the space. */
  OVER_QUOTA,
  /** A half hour is already taken. */
  SLOT_TAKEN
}
