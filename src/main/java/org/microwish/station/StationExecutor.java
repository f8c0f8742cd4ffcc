package org.microwish.station;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.lifecycle.command.Executor;
import org.microwish.lifecycle.command.ExecutorParts;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.station.lifecycle.BookingState;
import org.microwish.station.lifecycle.StationRefusal;
import org.microwish.station.lifecycle.StationRules;
import org.microwish.station.lifecycle.StationSnapshot;
import org.microwish.station.lifecycle.StationTransition;

/** Runs commands on stations, their spaces and bookings. */
// Not @ApplicationScoped: CDI would create a client proxy, which needs a superclass with a
// no-argument constructor.
@Singleton
class StationExecutor extends Executor<Station, StationContext, CommandOnStation, StationReceipt> {

  private final StationAccess access;
  private final SpaceSlots slots;
  private final Moderation moderation;
  private final Pseudonyms pseudonyms;
  private final EntityManager entities;

  StationExecutor(
      ExecutorParts parts,
      StationAccess access,
      SpaceSlots slots,
      Moderation moderation,
      Pseudonyms pseudonyms,
      EntityManager entities) {
    super(parts, Station.class);
    this.access = access;
    this.slots = slots;
    this.moderation = moderation;
    this.pseudonyms = pseudonyms;
    this.entities = entities;
  }

  /** Stores a planned station. */
  StationReceipt plan(StationContext context) {
    context.facts.put("station", facts(context.station));
    return create(context, StationTransition.PLAN);
  }

  @Override
  protected boolean sees(Caller caller, Station station) {
    return access.sees(caller, station);
  }

  @Override
  protected StationContext context(
      CommandOnStation command, Station station, long entryId, EventTime when) {
    Booking booking = part(Booking.class, command);
    if (booking != null && !access.sees(command.caller, station, booking)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    StationContext context =
        new StationContext(
            command.caller,
            station,
            booking,
            access.roles(command.caller, station, booking),
            entryId,
            when);
    context.space = booking == null ? null : entities.find(Space.class, booking.spaceId);
    return context;
  }

  @Override
  protected Runnable decide(CommandOnStation command, StationContext context) {
    Booking booking = context.booking;
    StationSnapshot snapshot =
        new StationSnapshot(
            context.station.state,
            context.roles,
            booking == null ? null : booking.state,
            command.transition.refusals().contains(StationRefusal.MODERATION_OPEN)
                && moderation.isOpen(context.station),
            booking != null && !booking.startAt.isAfter(context.now),
            command.request(context));
    StationRules.refusal(command.transition, snapshot)
        .ifPresent(
            refusal -> {
              throw problem(refusal, context);
            });
    return () -> write(command, context);
  }

  private static ProblemException problem(StationRefusal refusal, StationContext context) {
    return switch (refusal) {
      case NOT_PERMITTED -> ProblemType.FORBIDDEN.exception();
      case WRONG_STATE ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.station.state);
      case WRONG_BOOKING_STATE ->
          ProblemType.STATE_CONFLICT.exception().with("state", context.booking.state);
      case MODERATION_OPEN -> ProblemType.MODERATION_OPEN.exception();
      case NOT_BOOKABLE ->
          context.space.endedAt == null
              ? ProblemType.FORBIDDEN.exception()
              : ProblemType.STATE_CONFLICT.exception().with("state", "CLOSED");
      case NOT_BEGUN -> ProblemType.BOOKING_NOT_BEGUN.exception();
      case BEGUN -> ProblemType.BOOKING_BEGUN.exception();
      case OVER_QUOTA -> ProblemType.QUOTA_EXCEEDED.exception();
      case SLOT_TAKEN -> SpaceSlots.taken(context.space.id, context.takenSlot);
    };
  }

  private void write(CommandOnStation command, StationContext context) {
    Station station = context.station;
    station.state = StationRules.after(command.transition, station.state);
    command.write(context);
    BookingState next =
        StationRules.bookingAfter(
            command.transition, context.space != null && context.space.approval);
    if (next != null) {
      move(context, next);
    }
    if (command.transition == StationTransition.CHANGE) {
      context.facts.put("station", facts(station));
    }
  }

  /** Changes the booking's state, takes or releases its half hours, and adds it to the facts. */
  private void move(StationContext context, BookingState next) {
    Booking booking = context.booking;
    boolean made = booking.state == null;
    booking.state = next;
    booking.setLive(BookingState.LIVE.contains(next));
    if (made) {
      booking.madeAt = context.at;
      entities.persist(booking);
    } else {
      booking.decidedAt = context.at;
    }
    switch (next) {
      case CONFIRMED -> slots.insert(booking.spaceId, booking.startAt, booking.endAt, booking.id);
      case CANCELLED, DECLINED -> slots.release(booking.id);
      case REQUESTED, USED, NO_SHOW -> {
        // A requested booking takes no half hour; the half hours of others are past.
      }
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", Id.text(booking.id));
    facts.put("space", Id.text(booking.spaceId));
    if (booking.memberId != null) {
      facts.put("member", pseudonyms.ofMember(booking.memberId));
    }
    put(facts, "organisation", booking.organisationId);
    facts.put("start", booking.startAt.toString());
    facts.put("end", booking.endAt.toString());
    facts.put("state", next.name());
    context.facts.put("booking", facts);
  }

  /** Returns the leaf's fact {@code attendant}. */
  Map<String, Object> facts(Attendant attendant) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", Id.text(attendant.id));
    facts.put("member", pseudonyms.ofMember(attendant.memberId));
    if (attendant.endedAt != null) {
      facts.put("ended", true);
    }
    return facts;
  }

  private static Map<String, Object> facts(Station station) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", station.kind.name());
    facts.put("origin", station.origin.name());
    facts.put("community", DivisionCode.publicPath(station.divisionPath));
    if (station.online) {
      facts.put("virtual", true);
    }
    if (!station.hosts.isEmpty()) {
      facts.put("hosts", Station.listed(station.hosts));
    }
    if (station.area != null) {
      facts.put("area", station.area);
    }
    if (station.sample) {
      facts.put("sample", true);
    }
    return facts;
  }

  private static void put(Map<String, Object> map, String key, Long id) {
    if (id != null) {
      map.put(key, Id.text(id));
    }
  }

  @Override
  protected StationReceipt receipt(StationContext context, LedgerReceipt ledger) {
    return StationReceipt.of(context, ledger);
  }
}
