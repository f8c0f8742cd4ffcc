package org.microwish.station.lifecycle;

import java.util.Set;

/**
 * The facts on which a decision about a station depends, as read under the lock.
 *
 * @param roles the caller's roles towards the station and the booking
 * @param booking the state of the booking that the command addresses, or null
 * @param moderationOpen whether a finding on the station's texts is open or the texts were rejected
 * @param begun whether the booking has begun
 * @param request what the space says to a new booking; null for other commands
 */
public record StationSnapshot(
    StationState state,
    Set<StationRole> roles,
    BookingState booking,
    boolean moderationOpen,
    boolean begun,
    Request request) {

  /**
   * What the space says to a new or requested booking.
   *
   * @param open whether the space is open for bookings
   * @param bookers who may book the space
   * @param organisation whether an organiser books for an organisation
   * @param quota the free half hours of a holder per month; null for no limit
   * @param held the half hours of the holder in the month, without this booking
   * @param slots the half hours of this booking
   * @param taken whether one of the half hours is taken
   */
  public record Request(
      boolean open,
      Bookers bookers,
      boolean organisation,
      Integer quota,
      long held,
      int slots,
      boolean taken) {}

  /** Returns a copy with the given value of {@link #request}. */
  public StationSnapshot asking(Request next) {
    return new StationSnapshot(state, roles, booking, moderationOpen, begun, next);
  }
}
