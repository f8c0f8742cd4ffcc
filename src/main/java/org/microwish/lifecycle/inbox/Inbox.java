package org.microwish.lifecycle.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Listing;

/**
 * Reads the inbox of a caller: the items of its account, and those of the member, organisation or
 * desk for which it acts.
 */
@ApplicationScoped
public class Inbox {

  /**
   * The inbox that a caller sees in addition to its account's: that of its member, organisation or
   * division.
   *
   * @param keys a pattern for LIKE of the keys in this scope
   */
  private record Shared(InboxScope scope, String keys) {

    static Shared of(Caller caller) {
      if (caller.role() == Role.MEMBER && caller.memberId() != null) {
        return new Shared(InboxScope.MEMBER, Long.toString(caller.memberId()));
      }
      if (caller.role() == Role.STEWARD && caller.organisationId() != null) {
        return new Shared(InboxScope.ORGANISATION, Long.toString(caller.organisationId()));
      }
      if (caller.role() == Role.OPERATOR && caller.divisionPath() != null) {
        return new Shared(InboxScope.DESK, caller.divisionPath() + "%");
      }
      if (caller.role() == Role.COLLECTOR && caller.divisionPath() != null) {
        return new Shared(InboxScope.GRID, caller.divisionPath() + "%");
      }
      if (caller.role() == Role.ADMINISTRATOR) {
        String all = caller.divisionPath() == null ? "" : caller.divisionPath();
        return new Shared(InboxScope.ADMINISTRATOR, all + "%");
      }
      // Matches no item.
      return new Shared(InboxScope.MEMBER, "-");
    }
  }

  private record Mark(long itemId, String account, Instant readAt) {}

  private final InboxQueries queries;
  private final EntityManager entities;
  private final Bulk bulk;
  private final Time time;

  Inbox(InboxQueries queries, EntityManager entities, Bulk bulk, Time time) {
    this.queries = queries;
    this.entities = entities;
    this.bulk = bulk;
    this.time = time;
  }

  /**
   * Returns a page of the caller's items, the most urgent first.
   *
   * @param kind the only kind to list; null for all
   * @param unread true for unread items only
   */
  public Page<InboxView> list(Caller caller, InboxKind kind, boolean unread, PageQuery page) {
    Shared shared = Shared.of(caller);
    Listing<InboxItem> listing =
        new Listing<>(InboxItem.class, "from InboxItem i")
            .set("account", caller.account())
            .set("person", InboxScope.ACCOUNT)
            .set("scope", shared.scope())
            .set("keys", shared.keys())
            .only(
                "i.scope = :person and i.scopeKey = :account"
                    + " or i.scope = :scope and i.scopeKey like :keys")
            .only("not exists (from LegalHold h where " + InboxQueries.HOLD + ")")
            .filter("kind", kind, "i.kind = :kind")
            .filter(
                "unread",
                unread ? Boolean.TRUE : null,
                _ -> "not exists (from InboxRead r where r.itemId = i.id and r.account = :account)")
            .ascendingTime("i.urgentAt", item -> item.urgentAt)
            .ascending("i.id", item -> item.id);
    Page<InboxItem> found = listing.page(entities, page);
    Set<Long> read = new HashSet<>();
    Map<Long, String> numbers = new HashMap<>();
    if (!found.items().isEmpty()) {
      read.addAll(
          queries.read(caller.account(), found.items().stream().map(item -> item.id).toList()));
      queries
          .numbers(found.items().stream().map(item -> item.aggregateId).toList())
          .forEach(each -> numbers.put(each.aggregateId(), each.number()));
    }
    Instant now = time.now();
    return found.map(
        item -> InboxView.of(item, numbers.get(item.aggregateId), read.contains(item.id), now));
  }

  /** Returns the numbers of the caller's items by kind; kinds without items are omitted. */
  public List<InboxCount> counts(Caller caller) {
    Shared shared = Shared.of(caller);
    Map<InboxKind, Long> overdue = new EnumMap<>(InboxKind.class);
    queries
        .overdue(InboxScope.ACCOUNT, caller.account(), shared.scope(), shared.keys(), time.now())
        .forEach(one -> overdue.put(one.kind(), one.count()));
    return queries
        .counts(InboxScope.ACCOUNT, caller.account(), shared.scope(), shared.keys())
        .stream()
        .map(
            one ->
                new InboxCount(
                    one.kind(), one.all(), one.unread(), overdue.getOrDefault(one.kind(), 0L)))
        .toList();
  }

  /**
   * Marks items as read by the caller; in the inbox of a desk or an organisation, each person has
   * separate marks. Ignores items that are not in the caller's inbox, or no longer.
   *
   * @return how many of the items are in the caller's inbox
   */
  int markRead(Caller caller, Set<Long> items) {
    Shared shared = Shared.of(caller);
    List<Long> mine =
        queries.mine(items, InboxScope.ACCOUNT, caller.account(), shared.scope(), shared.keys());
    Instant now = time.now();
    bulk.run(
        """
        INSERT INTO inbox_read (item_id, account, read_at) VALUES (:itemId, :account, :readAt)
        ON DUPLICATE KEY UPDATE read_at = read_at
        """,
        mine.stream().map(item -> new Mark(item, caller.account(), now)).toList());
    return mine.size();
  }
}
