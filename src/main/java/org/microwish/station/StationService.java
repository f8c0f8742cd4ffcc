package org.microwish.station;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.Division;
import org.microwish.party.Divisions;
import org.microwish.party.LockedMember;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemType;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.Indicator;
import org.microwish.station.lifecycle.StationKind;
import org.microwish.station.lifecycle.StationSnapshot;
import org.microwish.station.lifecycle.StationState;
import org.microwish.station.lifecycle.StationTransition;

/**
 * The commands on stations, their attendants, spaces, bookings and figures. Each must be called in
 * a transaction, appends one ledger entry, and throws a problem if the command is refused.
 */
@ApplicationScoped
public class StationService {

  private final StationExecutor executor;
  private final StationQueries queries;
  private final StationAccess access;
  private final SpaceSlots slots;
  private final Moderation moderation;
  private final Divisions divisions;
  private final Organisations organisations;
  private final Members members;
  private final Ids ids;
  private final Time time;
  private final EntityManager entities;

  StationService(
      StationExecutor executor,
      StationQueries queries,
      StationAccess access,
      SpaceSlots slots,
      Moderation moderation,
      Divisions divisions,
      Organisations organisations,
      Members members,
      Ids ids,
      Time time,
      EntityManager entities) {
    this.executor = executor;
    this.queries = queries;
    this.access = access;
    this.slots = slots;
    this.moderation = moderation;
    this.divisions = divisions;
    this.organisations = organisations;
    this.members = members;
    this.ids = ids;
    this.time = time;
    this.entities = entities;
  }

  /**
   * Plans a station.
   *
   * @param sample true if the station belongs to the fictitious sample data
   */
  public StationReceipt plan(Caller caller, StationDraft draft, boolean sample) {
    EventTime when = EventTime.checked(caller, draft.occurredAt(), null, time.now());
    Station station = new Station();
    station.begin(ids.next(), caller, when);
    station.sample = sample;
    station.state = StationState.PLANNED;
    station.divisionPath = place(caller, draft);
    requireHosts(draft.hosts());
    StationContext context =
        new StationContext(
            caller,
            station,
            null,
            access.roles(caller, fill(station, draft), null),
            ids.next(),
            when);
    context.secrets.putAll(draft.publicWords());
    return executor.plan(context);
  }

  /** Returns the path of the draft's division, which the caller must cover. */
  private String place(Caller caller, StationDraft draft) {
    SpaceSlots.require(
        !draft.isOnline() || draft.kind() == StationKind.HALL, "/virtual", FieldFault.NOT_ALLOWED);
    Division division = divisions.require(draft.division(), "/division");
    SpaceSlots.require(caller.covers(division.path), "/division", FieldFault.NOT_ALLOWED);
    return division.path;
  }

  /** Locks the organisations; throws VALIDATION_FAILED unless all exist and are active. */
  private void requireHosts(List<Long> hosts) {
    Map<Long, LockedOrganisation> locked = organisations.lock(hosts);
    for (int i = 0; i < hosts.size(); i++) {
      LockedOrganisation host = locked.get(hosts.get(i));
      SpaceSlots.require(host != null, "/hostIds/" + i, FieldFault.NOT_FOUND);
      SpaceSlots.require(host.isActive(), "/hostIds/" + i, FieldFault.NOT_ALLOWED);
      SpaceSlots.require(hosts.indexOf(hosts.get(i)) == i, "/hostIds/" + i, FieldFault.DUPLICATE);
    }
  }

  private static Station fill(Station station, StationDraft draft) {
    station.kind = draft.kind();
    station.origin = draft.origin();
    station.online = draft.isOnline();
    station.name = draft.name();
    station.location = draft.location();
    station.serves = draft.serves();
    station.hosts = Station.joined(draft.hosts().stream().map(Id::text).toList());
    station.hours = Hours.text(draft.hours());
    station.area = draft.area();
    station.functions = Station.joined(draft.functions());
    station.equipment = Station.joined(draft.equipment());
    return station;
  }

  /** Replaces the data of a station. A host that stays the same is not checked again. */
  public StationReceipt change(
      Caller caller, long id, StationDraft draft, IfMatch version, Instant at) {
    return executor.execute(
        command(caller, id, StationTransition.CHANGE, at)
            .ifMatch(version)
            .writing(
                context -> {
                  Station station = context.station;
                  String path = place(caller, draft);
                  requireHosts(
                      draft.hosts().stream()
                          .filter(Predicate.not(station.hostIds()::contains))
                          .toList());
                  if (!station.divisionPath.equals(path)) {
                    moderation.move(station, path);
                    station.divisionPath = path;
                  }
                  context.secrets.putAll(draft.publicWords());
                  fill(station, draft);
                }));
  }

  /** Opens a planned station; its host organisations must be active. */
  public StationReceipt open(Caller caller, long id, Instant at) {
    return executor.execute(
        command(caller, id, StationTransition.OPEN, at).writing(this::requireActiveHosts));
  }

  /** Opens a suspended station again; its host organisations must be active. */
  public StationReceipt resume(Caller caller, long id, Instant at) {
    return executor.execute(
        command(caller, id, StationTransition.RESUME, at).writing(this::requireActiveHosts));
  }

  private void requireActiveHosts(StationContext context) {
    List<Long> hosts = context.station.hostIds();
    for (LockedOrganisation host : organisations.lock(hosts).values()) {
      if (!host.isActive()) {
        throw ProblemType.STATE_CONFLICT.exception().with("hostId", Id.text(host.id()));
      }
    }
  }

  /** Suspends a station and cancels its future bookings in the same ledger entry. */
  public StationReceipt suspend(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        command(caller, id, StationTransition.SUSPEND, at)
            .writing(
                context -> {
                  context.note(Note.Kind.REASON, reason);
                  cancelFuture(context, booking -> true);
                }));
  }

  /** Closes a station for good and cancels its future bookings in the same ledger entry. */
  public StationReceipt close(Caller caller, long id, String reason, Instant at) {
    return executor.execute(
        command(caller, id, StationTransition.CLOSE, at)
            .writing(
                context -> {
                  context.note(Note.Kind.REASON, reason);
                  context.station.endedAt = context.at;
                  cancelFuture(context, booking -> true);
                }));
  }

  private void cancelFuture(StationContext context, Predicate<Booking> which) {
    List<Booking> future =
        queries.future(context.station.id, BookingState.LIVE, context.now).stream()
            .filter(which)
            .toList();
    for (Booking booking : future) {
      booking.state = BookingState.CANCELLED;
      booking.setLive(false);
      booking.decidedAt = context.at;
      slots.release(booking.id);
    }
    context.facts.put("cancelled", future.size());
  }

  /** Records that an active member attends the station. */
  public StationReceipt addAttendant(
      Caller caller, long id, long memberId, String duty, Instant since, Instant at) {
    LockedMember member = members.lock(List.of(memberId)).get(memberId);
    SpaceSlots.require(member != null, "/memberId", FieldFault.NOT_FOUND);
    SpaceSlots.require(member.isActive(), "/memberId", FieldFault.NOT_ALLOWED);
    return executor.execute(
        command(caller, id, StationTransition.ADD_ATTENDANT, at)
            .writing(
                context -> {
                  SpaceSlots.require(
                      queries.countAttending(id, memberId) == 0, "/memberId", FieldFault.DUPLICATE);
                  SpaceSlots.require(
                      since == null || !since.isAfter(context.at), "/since", FieldFault.IN_FUTURE);
                  Attendant attendant = new Attendant();
                  attendant.id = ids.next();
                  attendant.stationId = id;
                  attendant.memberId = memberId;
                  attendant.duty = duty;
                  attendant.since = since == null ? context.at : since;
                  attendant.setLive(true);
                  entities.persist(attendant);
                  context.other = attendant.id;
                  context.facts.put("attendant", executor.facts(attendant));
                }));
  }

  /** Records that an attendant has stopped. */
  public StationReceipt endAttendant(Caller caller, long attendantId, Instant at) {
    return executor.execute(
        command(
                caller,
                first(queries.stationOfAttendant(attendantId)),
                StationTransition.END_ATTENDANT,
                at)
            .writing(
                context -> {
                  Attendant attendant = entities.find(Attendant.class, attendantId);
                  requireLive(attendant.endedAt);
                  attendant.endedAt = context.at;
                  attendant.setLive(false);
                  context.other = attendant.id;
                  context.facts.put("attendant", executor.facts(attendant));
                }));
  }

  private static void requireLive(Instant endedAt) {
    if (endedAt != null) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
  }

  /** Adds a space to a station. */
  public StationReceipt addSpace(Caller caller, long id, SpaceDraft draft, Instant at) {
    return executor.execute(
        command(caller, id, StationTransition.ADD_SPACE, at)
            .writing(
                context -> {
                  Space space = new Space();
                  space.id = ids.next();
                  space.stationId = id;
                  fill(context, space, draft);
                  entities.persist(space);
                }));
  }

  /** Replaces the data of a space. Bookings that exist stay as they are. */
  public StationReceipt changeSpace(Caller caller, long spaceId, SpaceDraft draft, Instant at) {
    return executor.execute(
        command(caller, first(queries.stationOfSpace(spaceId)), StationTransition.CHANGE_SPACE, at)
            .writing(
                context -> {
                  Space space = entities.find(Space.class, spaceId);
                  requireLive(space.endedAt);
                  fill(context, space, draft);
                }));
  }

  /** Closes a space and cancels its future bookings in the same ledger entry. */
  public StationReceipt closeSpace(Caller caller, long spaceId, Instant at) {
    return executor.execute(
        command(caller, first(queries.stationOfSpace(spaceId)), StationTransition.CLOSE_SPACE, at)
            .writing(
                context -> {
                  Space space = entities.find(Space.class, spaceId);
                  requireLive(space.endedAt);
                  space.endedAt = context.at;
                  cancelFuture(context, booking -> booking.spaceId == spaceId);
                  context.facts.put("space", facts(space));
                  context.space = space;
                }));
  }

  private static void fill(StationContext context, Space space, SpaceDraft draft) {
    space.name = draft.name();
    space.seats = draft.seats();
    space.area = draft.area();
    space.hours = Hours.text(draft.hours());
    space.bookers = draft.bookers();
    space.longest = draft.longest();
    space.approval = Boolean.TRUE.equals(draft.approval());
    space.quota = draft.quota();
    context.space = space;
    context.facts.put("space", facts(space));
  }

  private static Map<String, Object> facts(Space space) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", Id.text(space.id));
    facts.put("bookers", space.bookers.name());
    facts.put("longest", space.longest);
    facts.put("approval", space.approval);
    facts.put("open", space.endedAt == null);
    if (space.seats != null) {
      facts.put("seats", space.seats);
    }
    if (space.area != null) {
      facts.put("area", space.area);
    }
    if (space.quota != null) {
      facts.put("quota", space.quota);
    }
    return facts;
  }

  /** Books a space. The booking is confirmed at once, unless the host must approve it. */
  public StationReceipt book(Caller caller, long spaceId, Instant start, Instant end) {
    if (caller.memberId() != null && caller.is(Role.MEMBER)) {
      LockedMember member = members.lock(List.of(caller.memberId())).get(caller.memberId());
      if (member == null || !member.isActive()) {
        throw Caller.forbidden();
      }
    }
    return executor.execute(
        command(caller, first(queries.stationOfSpace(spaceId)), StationTransition.BOOK, null)
            .asking(
                context -> {
                  Space space = entities.find(Space.class, spaceId);
                  SpaceSlots.requireOpen(context.station, space, start, end);
                  SpaceSlots.require(start.isAfter(context.now), "/start", FieldFault.IN_PAST);
                  int length = SpaceSlots.slots(start, end);
                  SpaceSlots.require(length <= space.longest, "/end", FieldFault.TOO_LONG);
                  Booking booking = new Booking();
                  booking.id = ids.next();
                  booking.stationId = space.stationId;
                  booking.spaceId = spaceId;
                  booking.memberId = caller.is(Role.MEMBER) ? caller.memberId() : null;
                  booking.organisationId = caller.is(Role.STEWARD) ? caller.organisationId() : null;
                  booking.startAt = start;
                  booking.endAt = end;
                  booking.slots = length;
                  context.booking = booking;
                  context.space = space;
                  context.takenSlot = taken(booking);
                  if (context.takenSlot == null && overlaps(booking)) {
                    context.takenSlot = start;
                  }
                  return request(context, held(booking));
                }));
  }

  private boolean overlaps(Booking booking) {
    return queries.countOverlapping(
            booking.spaceId,
            BookingState.LIVE,
            booking.startAt,
            booking.endAt,
            booking.memberId,
            booking.organisationId)
        > 0;
  }

  /** Returns the half hours that the holder has booked in the space in the booking's month. */
  private long held(Booking booking) {
    YearMonth month = YearMonth.from(booking.startAt.atZone(Time.ZONE));
    return queries.slotsHeld(
        booking.spaceId,
        BookingState.COUNTED,
        month.atDay(1).atStartOfDay(Time.ZONE).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(Time.ZONE).toInstant(),
        booking.memberId,
        booking.organisationId);
  }

  private Instant taken(Booking booking) {
    return queries.taken(booking.spaceId, booking.startAt, booking.endAt).stream()
        .findFirst()
        .map(slot -> slot.toInstant(ZoneOffset.UTC))
        .orElse(null);
  }

  private static StationSnapshot.Request request(StationContext context, long held) {
    Space space = context.space;
    return new StationSnapshot.Request(
        space.endedAt == null,
        space.bookers,
        context.booking.organisationId != null,
        space.quota,
        held,
        context.booking.slots,
        context.takenSlot != null);
  }

  /** Confirms a requested booking, if its half hours are still free. */
  public StationReceipt confirm(Caller caller, long bookingId, Instant at) {
    return executor.execute(
        onBooking(caller, bookingId, StationTransition.CONFIRM, at)
            .asking(
                context -> {
                  context.takenSlot = taken(context.booking);
                  return request(context, 0);
                }));
  }

  /** Runs a command on a booking that needs no data: decline, cancel, used or missed. */
  public StationReceipt decide(
      Caller caller, long bookingId, StationTransition transition, Instant at) {
    return executor.execute(onBooking(caller, bookingId, transition, at));
  }

  private CommandOnStation onBooking(
      Caller caller, long bookingId, StationTransition transition, Instant at) {
    return command(caller, first(queries.stationOfBooking(bookingId)), transition, at)
        .naming(bookingId);
  }

  /**
   * Records a figure. Rows are never changed: a later row for the same indicator and period
   * corrects an earlier one.
   *
   * @param month 1 to 12, or null for a whole year
   */
  public StationReceipt record(
      Caller caller,
      long id,
      Indicator indicator,
      int year,
      Integer month,
      long amount,
      Instant at) {
    LocalDate begins = LocalDate.of(year, Objects.requireNonNullElse(month, 1), 1);
    SpaceSlots.require(
        !begins.isAfter(time.today()), month == null ? "/year" : "/month", FieldFault.IN_FUTURE);
    return executor.execute(
        command(caller, id, StationTransition.RECORD, at)
            .writing(
                context -> {
                  Figure figure = new Figure();
                  figure.id = ids.next();
                  figure.stationId = id;
                  figure.indicator = indicator;
                  figure.year = year;
                  figure.month = month;
                  figure.amount = amount;
                  figure.recordedAt = context.now;
                  entities.persist(figure);
                  context.other = figure.id;
                  Map<String, Object> facts = new LinkedHashMap<>();
                  facts.put("indicator", indicator.name());
                  facts.put("year", year);
                  if (month != null) {
                    facts.put("month", month);
                  }
                  facts.put("value", amount);
                  context.facts.put("figure", facts);
                }));
  }

  private static CommandOnStation command(
      Caller caller, long id, StationTransition transition, Instant at) {
    return new CommandOnStation(caller, id, transition).at(at);
  }

  private static long first(List<Long> found) {
    return found.stream().findFirst().orElseThrow(ProblemType.NOT_FOUND::exception);
  }
}
