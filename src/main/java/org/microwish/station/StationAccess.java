package org.microwish.station;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.station.lifecycle.StationRole;
import org.microwish.station.lifecycle.StationState;

/** Determines a caller's roles towards a station and a booking. */
@ApplicationScoped
public class StationAccess {

  private final StationQueries queries;

  StationAccess(StationQueries queries) {
    this.queries = queries;
  }

  /** Returns the caller's roles towards the station and, if not null, the booking. */
  Set<StationRole> roles(Caller caller, Station station, Booking booking) {
    EnumSet<StationRole> roles = EnumSet.noneOf(StationRole.class);
    if (caller.is(Role.OPERATOR) && caller.covers(station.divisionPath)) {
      roles.add(StationRole.OPERATOR);
    }
    if (caller.is(Role.SYSTEM)) {
      roles.add(StationRole.SWEEPER);
    }
    boolean member = caller.is(Role.MEMBER) && caller.memberId() != null;
    boolean organiser = caller.is(Role.STEWARD) && caller.organisationId() != null;
    if (member || organiser) {
      roles.add(StationRole.BOOKER);
    }
    if (member && queries.countAttending(station.id, caller.memberId()) > 0
        || organiser && station.hostIds().contains(caller.organisationId())) {
      roles.add(StationRole.HOST);
    }
    if (booking != null && holds(caller, booking)) {
      roles.add(StationRole.HOLDER);
    }
    return roles;
  }

  private static boolean holds(Caller caller, Booking booking) {
    return caller.is(Role.MEMBER)
        ? booking.memberId != null && booking.memberId.equals(caller.memberId())
        : caller.is(Role.STEWARD)
            && booking.organisationId != null
            && booking.organisationId.equals(caller.organisationId());
  }

  /** Returns true if the caller may see the station: everybody, unless it is only planned. */
  boolean sees(Caller caller, Station station) {
    return (station.state != StationState.PLANNED && !station.held)
        || (caller != null && seesBookings(caller, station));
  }

  /** Returns true if the caller may see who books and attends: hosts, operators and auditors. */
  boolean seesBookings(Caller caller, Station station) {
    return (caller.is(Role.OPERATOR, Role.AUDITOR, Role.SYSTEM)
            && caller.covers(station.divisionPath))
        || roles(caller, station, null).contains(StationRole.HOST);
  }

  boolean sees(Caller caller, Station station, Booking booking) {
    return holds(caller, booking) || seesBookings(caller, station);
  }
}
