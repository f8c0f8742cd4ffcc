package org.microwish.station;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.Divisions;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.problem.ProblemType;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationOrigin;
import org.microwish.station.lifecycle.StationState;

/** Reads stations, spaces, bookings and figures. Requires a running transaction. */
@ApplicationScoped
public class StationReads {

  private final StationAccess access;
  private final StationQueries queries;
  private final Divisions divisions;
  private final EntityManager entities;

  StationReads(
      StationAccess access, StationQueries queries, Divisions divisions, EntityManager entities) {
    this.access = access;
    this.queries = queries;
    this.divisions = divisions;
    this.entities = entities;
  }

  /** Filters for listing stations; a null component does not filter. */
  record Query(
      StationKind kind, StationOrigin origin, StationState state, String subtree, String text) {}

  /** Reads a page of the stations that the caller may see, in the order of their ids. */
  Page<StationView> list(Caller caller, Query query, PageQuery page) {
    Listing<Station> all = new Listing<>(Station.class, "from Station s").only("s.held = false");
    if (caller != null && caller.is(Role.OPERATOR, Role.AUDITOR, Role.SYSTEM)) {
      all.only(
          "s.state <> PLANNED or s.divisionPath like :own", "own", caller.divisionPath() + "%");
    } else {
      all.only("s.state <> PLANNED");
    }
    Page<Station> rows =
        all.filter("kind", query.kind(), "s.kind = :kind")
            .filter("origin", query.origin(), "s.origin = :origin")
            .filter("state", query.state(), "s.state = :state")
            .subtree("division", "s.divisionPath", query.subtree())
            .contains("q", "s.name", query.text())
            .ascending("s.id", row -> row.id)
            .page(entities, page);
    return rows.with(views(rows.items()));
  }

  private List<StationView> views(List<Station> rows) {
    Map<String, String> places =
        divisions.names(rows.stream().map(row -> row.divisionPath).distinct().toList());
    return rows.stream().map(row -> StationView.of(row, places)).toList();
  }

  /** Reads a station; throws NOT_FOUND if the caller may not see it. */
  StationView read(Caller caller, long id) {
    return views(List.of(require(caller, id))).getFirst();
  }

  private Station require(Caller caller, long id) {
    Station station =
        Optional.ofNullable(entities.find(Station.class, id))
            .filter(found -> access.sees(caller, found))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    station.requireUsable();
    return station;
  }

  Page<SpaceView> spaces(Caller caller, long id, PageQuery page) {
    require(caller, id);
    return new Listing<>(Space.class, "from Space p")
        .only("p.stationId = :station", "station", id)
        .ascending("p.id", row -> row.id)
        .page(entities, page)
        .map(SpaceView::of);
  }

  /** Returns the taken half hours of a space on a range of days, without who has taken them. */
  List<Instant> busy(Caller caller, long spaceId, LocalDate from, LocalDate to) {
    Space space =
        Optional.ofNullable(entities.find(Space.class, spaceId))
            .orElseThrow(ProblemType.NOT_FOUND::exception);
    require(caller, space.stationId);
    return queries
        .taken(
            spaceId,
            from.atStartOfDay(Time.ZONE).toInstant(),
            to.plusDays(1).atStartOfDay(Time.ZONE).toInstant())
        .stream()
        .map(slot -> slot.toInstant(ZoneOffset.UTC))
        .toList();
  }

  /** Reads a page of a station's bookings; FORBIDDEN unless a host, an operator or an auditor. */
  Page<BookingView> bookings(Caller caller, long id, BookingState state, PageQuery page) {
    if (!access.seesBookings(caller, require(caller, id))) {
      throw Caller.forbidden();
    }
    return bookings(
        new Listing<>(Booking.class, "from Booking b")
            .only("b.stationId = :station", "station", id)
            .filter("state", state, "b.state = :state"),
        page);
  }

  /** Reads a page of the bookings of the calling member, or of the organiser's organisation. */
  Page<BookingView> own(Caller caller, PageQuery page) {
    Listing<Booking> all = new Listing<>(Booking.class, "from Booking b");
    return bookings(
        caller.is(Role.STEWARD)
            ? all.only("b.organisationId = :own", "own", caller.requireOrganisation())
            : all.only("b.memberId = :own", "own", caller.requireMember()),
        page);
  }

  private Page<BookingView> bookings(Listing<Booking> listing, PageQuery page) {
    return listing.ascending("b.id", row -> row.id).page(entities, page).map(BookingView::of);
  }

  Page<FigureView> figures(Caller caller, long id, PageQuery page) {
    require(caller, id);
    return new Listing<>(Figure.class, "from Figure f")
        .only("f.stationId = :station", "station", id)
        .ascending("f.id", row -> row.id)
        .page(entities, page)
        .map(FigureView::of);
  }
}
