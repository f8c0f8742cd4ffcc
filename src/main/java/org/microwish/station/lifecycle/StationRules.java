package org.microwish.station.lifecycle;

import java.util.Optional;

/** Decides whether a command on a station is permitted, and which states follow. */
public final class StationRules {

  private StationRules() {}

  /**
   * Returns the first reason to refuse the command, in the order of {@link StationRefusal}; empty
   * if the command is permitted.
   */
  public static Optional<StationRefusal> refusal(
      StationTransition transition, StationSnapshot station) {
    return transition.refusals().stream()
        .filter(refusal -> applies(refusal, transition, station))
        .findFirst();
  }

  private static boolean applies(
      StationRefusal refusal, StationTransition transition, StationSnapshot station) {
    StationSnapshot.Request request = station.request();
    return switch (refusal) {
      case NOT_PERMITTED -> !transition.permits(station.roles());
      case WRONG_STATE -> !transition.sources().contains(station.state());
      case WRONG_BOOKING_STATE -> !transition.parts().contains(station.booking());
      case MODERATION_OPEN -> station.moderationOpen();
      case NOT_BOOKABLE -> !request.open() || !mayBook(request, station);
      case NOT_BEGUN -> !station.begun();
      case BEGUN -> station.begun();
      case OVER_QUOTA ->
          request.quota() != null && request.held() + request.slots() > request.quota();
      case SLOT_TAKEN -> request.taken();
    };
  }

  private static boolean mayBook(StationSnapshot.Request request, StationSnapshot station) {
    return switch (request.bookers()) {
      case ANYBODY -> true;
      case ORGANISATIONS -> request.organisation();
      case HOSTS -> station.roles().contains(StationRole.HOST);
    };
  }

  /** Returns the station's state after the command. */
  public static StationState after(StationTransition transition, StationState state) {
    return transition.targets().isEmpty() ? state : transition.targets().iterator().next();
  }

  /**
   * Returns the state of the booking after the command; null for a command that is not about one
   * booking.
   *
   * @param approval whether the host must approve bookings of the space
   */
  public static BookingState bookingAfter(StationTransition transition, boolean approval) {
    return switch (transition) {
      case BOOK -> approval ? BookingState.REQUESTED : BookingState.CONFIRMED;
      case CONFIRM -> BookingState.CONFIRMED;
      case DECLINE -> BookingState.DECLINED;
      case CANCEL -> BookingState.CANCELLED;
      case USE -> BookingState.USED;
      case MISS -> BookingState.NO_SHOW;
      case PLAN,
          CHANGE,
          OPEN,
          SUSPEND,
          RESUME,
          CLOSE,
          ADD_ATTENDANT,
          END_ATTENDANT,
          ADD_SPACE,
          CHANGE_SPACE,
          CLOSE_SPACE,
          RECORD ->
          null;
    };
  }
}
