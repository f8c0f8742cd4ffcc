package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxScope;
import org.microwish.matching.MessageKind;
import org.microwish.matching.Opennesses;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Rows;

/**
 * Adds messages to the outbox, in the caller's transaction, so that an event and its messages are
 * processed together or not at all.
 */
@ApplicationScoped
class Outbox {

  /**
   * Messages about events older than this are not sent, and waiting messages expire after this
   * time: the inbox shows what still matters.
   */
  static final Duration LATEST = Duration.ofDays(1);

  /**
   * An event about which people get a message.
   *
   * @param eventId the id of the ledger entry or reminder; a person gets one message for each id
   * @param scope the kind of inbox that the event concerns
   * @param key the key of that inbox, such as the account or the member's id
   * @param dueAt the time by which the person must act, or null
   */
  record Event(
      MessageKind kind,
      long eventId,
      InboxScope scope,
      String key,
      AggregateType type,
      long aggregateId,
      Instant happenedAt,
      Instant dueAt) {}

  private record Row(
      long id,
      String account,
      MessageKind kind,
      long eventId,
      AggregateType type,
      long aggregateId,
      Instant happenedAt,
      Instant dueAt,
      Instant sendAt,
      Instant expiresAt) {}

  private final MessageQueries queries;
  private final Opennesses opennesses;
  private final QuietHours quiet;
  private final Bulk bulk;
  private final Ids ids;

  Outbox(MessageQueries queries, Opennesses opennesses, QuietHours quiet, Bulk bulk, Ids ids) {
    this.queries = queries;
    this.opennesses = opennesses;
    this.quiet = quiet;
    this.bulk = bulk;
    this.ids = ids;
  }

  /**
   * Adds one message for each event and person, except for people who have never accepted or
   * rejected messages, and for kinds of message that a claimant does not want. Must be called in a
   * transaction.
   */
  void add(List<Event> events, Instant now) {
    Map<Event, List<String>> accounts = new HashMap<>();
    for (Event event : events) {
      if (!isUnwanted(event)) {
        accounts.put(event, accounts(event.scope(), event.key()));
      }
    }
    Set<String> asked = new HashSet<>();
    Set<String> all = new HashSet<>();
    accounts.values().forEach(all::addAll);
    for (List<String> chunk : Rows.chunks(all)) {
      asked.addAll(queries.asked(chunk));
    }
    Instant sendAt = quiet.next(now);
    List<Row> rows = new ArrayList<>();
    for (Event event : events) {
      for (String account : accounts.getOrDefault(event, List.of())) {
        if (asked.contains(account)) {
          rows.add(
              new Row(
                  ids.next(),
                  account,
                  event.kind(),
                  event.eventId(),
                  event.type(),
                  event.aggregateId(),
                  event.happenedAt(),
                  event.dueAt(),
                  sendAt,
                  sendAt.plus(LATEST)));
        }
      }
    }
    bulk.run(
        """
        INSERT INTO outbox_message (id, account, kind, event_id, aggregate_type, aggregate_id,
          state, attempts, happened_at, due_at, send_at, expires_at)
        VALUES (:id, :account, :kind, :eventId, :type, :aggregateId,
          'WAITING', 0, :happenedAt, :dueAt, :sendAt, :expiresAt)
        ON DUPLICATE KEY UPDATE kind = kind
        """,
        rows);
  }

  private boolean isUnwanted(Event event) {
    return switch (event.scope()) {
      case MEMBER ->
          opennesses.unwanted(PartyType.MEMBER, Long.parseLong(event.key())).contains(event.kind());
      case ORGANISATION ->
          opennesses
              .unwanted(PartyType.ORGANISATION, Long.parseLong(event.key()))
              .contains(event.kind());
      case ACCOUNT, DESK, GRID, ADMINISTRATOR -> false;
    };
  }

  private List<String> accounts(InboxScope scope, String key) {
    return switch (scope) {
      case ACCOUNT -> List.of(key);
      case MEMBER -> queries.ofMember(Long.parseLong(key));
      case ORGANISATION -> queries.stewards(Long.parseLong(key)).stream().map(Id::text).toList();
      case DESK -> queries.operators(key).stream().map(Id::text).toList();
      // Collectors and administrators get no WeChat messages, only items in their inbox.
      case GRID, ADMINISTRATOR -> List.of();
    };
  }
}
