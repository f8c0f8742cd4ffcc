package org.microwish.station.lifecycle;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The states of a booking. */
public enum BookingState {
  /** The host has not decided yet; the half hours are still free. */
  REQUESTED,
  /** The half hours are taken. */
  CONFIRMED,
  /** The holder came. */
  USED,
  /** The host declined the request. */
  DECLINED,
  /** The holder or the host cancelled, or the station was suspended or closed. */
  CANCELLED,
  /** The holder did not come. */
  NO_SHOW;

  /** The states of bookings that can still take place. */
  public static final Set<BookingState> LIVE =
      Collections.unmodifiableSet(EnumSet.of(REQUESTED, CONFIRMED));

  /** The states of bookings that count towards the free quota. */
  public static final Set<BookingState> COUNTED =
      Collections.unmodifiableSet(EnumSet.of(REQUESTED, CONFIRMED, USED, NO_SHOW));
}
