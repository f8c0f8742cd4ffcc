package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.lifecycle.inbox.InboxScope;
import org.microwish.matching.MessageKind;
import org.microwish.notification.Outbox.Event;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.WishState;

/**
 * Follows the ledger and writes messages to the outbox. Each step processes the next leaves in one
 * transaction: moves the cursor by compare-and-set, and adds the messages. So a crash neither loses
 * nor duplicates messages, and any number of instances may run steps at the same time.
 */
@ApplicationScoped
class MessageProjection {

  private static final Logger LOG = Logger.getLogger(MessageProjection.class);

  /** Maximum number of leaves per step. */
  private static final int BATCH = 500;

  /**
   * The types of entries that cause messages, and the kind of message. A wish also becomes
   * delivered when its last undelivered claim ends, or when claiming is closed.
   */
  private static final Map<EntryType, MessageKind> KINDS =
      new EnumMap<>(
          Map.of(
              EntryType.CLAIM_APPROVED, MessageKind.CLAIM_ACCEPTED,
              EntryType.CLAIMANT_INVITED, MessageKind.INVITATION,
              EntryType.PLACE_OFFERED, MessageKind.PLACE_OFFERED,
              EntryType.CLAIM_DELIVERED, MessageKind.DELIVERED,
              EntryType.CLAIM_RELEASED, MessageKind.DELIVERED,
              EntryType.CLAIM_REVOKED, MessageKind.DELIVERED,
              EntryType.CLAIM_LAPSED, MessageKind.DELIVERED,
              EntryType.WISH_CLAIMING_CLOSED, MessageKind.DELIVERED,
              EntryType.WISH_CONFIRMED, MessageKind.CONFIRMED));

  private final MessageQueries queries;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Time time;

  MessageProjection(MessageQueries queries, Outbox outbox, Transactions transactions, Time time) {
    this.queries = queries;
    this.outbox = outbox;
    this.transactions = transactions;
    this.time = time;
  }

  /** Processes all new leaves; stops early if another instance moves the cursor. */
  void catchUp() {
    while (transactions.call(this::step)) {
      // Repeats until all leaves are processed, or another instance moves the cursor first.
    }
  }

  /** Returns the number of leaves that are not processed yet. */
  long lag() {
    MessageQueries.Place place = transactions.call(queries::place).getFirst();
    return place.size() - place.position();
  }

  private boolean step() {
    Instant now = time.now();
    MessageQueries.Place place = queries.place().getFirst();
    long to = Math.min(place.size(), place.position() + BATCH);
    if (to <= place.position() || queries.move(place.position(), to, now) == 0) {
      return false;
    }
    List<Event> events = new ArrayList<>();
    List<Long> entries = queries.entries(place.position(), to);
    // Events older than a day cause no message, such as events that were recorded late, or that
    // were recorded while no instance was running.
    for (byte[] payload : queries.leaves(entries, KINDS.keySet(), now.minus(Outbox.LATEST))) {
      leaf(payload).ifPresent(leaf -> events.addAll(events(leaf)));
    }
    outbox.add(events, now);
    return true;
  }

  private static Optional<Leaf> leaf(byte[] payload) {
    try {
      return Optional.of(Leaf.parse(payload));
    } catch (UnknownSchemaException later) {
      throw later;
    } catch (IllegalArgumentException unreadable) {
      LOG.warnf(
          "A leaf cannot be read, so no message is sent about it: %s", unreadable.getMessage());
      return Optional.empty();
    }
  }

  private List<Event> events(Leaf leaf) {
    return switch (KINDS.get(leaf.type())) {
      case CLAIM_ACCEPTED -> about(leaf, queries.claims(ids(leaf, "claims", ClaimState.ACTIVE)));
      case INVITATION, PLACE_OFFERED ->
          about(leaf, queries.invitations(ids(leaf, "invitations", InvitationState.INVITED)));
      case CONFIRMED ->
          about(leaf, queries.claims(ids(leaf, "claims", ClaimState.COMPLETED))).stream()
              .map(MessageProjection::withoutDeadline)
              .toList();
      case DELIVERED -> delivered(leaf);
      case CONTACT_DUE, DIGEST -> List.of();
    };
  }

  /**
   * Returns a message to the resident if the leaf changes the state of the whole wish to DELIVERED.
   */
  private List<Event> delivered(Leaf leaf) {
    String delivered = WishState.DELIVERED.name();
    if (!delivered.equals(leaf.transition().to()) || delivered.equals(leaf.transition().from())) {
      return List.of();
    }
    long wish = Id.fromString(leaf.aggregateId()).value();
    return queries.resident(wish).stream()
        .map(
            account ->
                new Event(
                    MessageKind.DELIVERED,
                    Id.fromString(leaf.entryId()).value(),
                    InboxScope.ACCOUNT,
                    account,
                    AggregateType.WISH,
                    wish,
                    leaf.recordedAt(),
                    null))
        .toList();
  }

  private static List<Event> about(Leaf leaf, List<MessageQueries.Concern> concerns) {
    return concerns.stream()
        .map(
            one ->
                new Event(
                    KINDS.get(leaf.type()),
                    Id.fromString(leaf.entryId()).value(),
                    one.claimantType() == ClaimantType.MEMBER
                        ? InboxScope.MEMBER
                        : InboxScope.ORGANISATION,
                    Long.toString(one.claimantId()),
                    AggregateType.WISH,
                    one.wishId(),
                    leaf.recordedAt(),
                    one.dueAt()))
        .toList();
  }

  private static Event withoutDeadline(Event event) {
    return new Event(
        event.kind(),
        event.eventId(),
        event.scope(),
        event.key(),
        event.type(),
        event.aggregateId(),
        event.happenedAt(),
        null);
  }

  /**
   * Returns the ids of the parts, such as claims, whose state this leaf changes to {@code state}.
   */
  private static List<Long> ids(Leaf leaf, String fact, Enum<?> state) {
    return leaf.facts().get(fact) instanceof Map<?, ?> moved
            && moved.get(state.name()) instanceof List<?> ids
        ? ids.stream()
            .flatMap(id -> id instanceof String text ? Stream.of(text) : Stream.empty())
            .map(Id::parse)
            .flatMap(Optional::stream)
            .map(Id::value)
            .toList()
        : List.of();
  }
}
