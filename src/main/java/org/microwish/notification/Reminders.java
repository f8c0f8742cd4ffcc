package org.microwish.notification;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.microwish.calendar.WorkCalendar;
import org.microwish.calendar.days.WorkingDays;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxItem;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxScope;
import org.microwish.matching.MessageKind;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Bulk;

/**
 * Decides which reminders an inbox item gets and when, and records the reminders that are given.
 */
@ApplicationScoped
class Reminders {

  /**
   * A reminder that is later than this is not given any more: the inbox shows what is overdue, and
   * a backlog of reminders after a long outage would help nobody.
   */
  private static final Duration STALE_AFTER = Duration.ofDays(7);

  /**
   * A reminder that an item gets by the rules, in the past or the future.
   *
   * @param at when the reminder is to be given
   */
  record Planned(ReminderRule rule, InboxItem item, Instant at) {}

  private record Row(
      long id,
      ReminderRule rule,
      AggregateType type,
      long aggregateId,
      long partId,
      InboxScope scope,
      String scopeKey,
      Instant dueAt,
      Instant at) {}

  private final ReminderQueries queries;
  private final NotificationConfig config;
  private final WorkCalendar calendar;
  private final Outbox outbox;
  private final Bulk bulk;
  private final Ids ids;

  Reminders(
      ReminderQueries queries,
      NotificationConfig config,
      WorkCalendar calendar,
      Outbox outbox,
      Bulk bulk,
      Ids ids) {
    this.queries = queries;
    this.config = config;
    this.calendar = calendar;
    this.outbox = outbox;
    this.bulk = bulk;
    this.ids = ids;
  }

  /**
   * Returns all reminders that an item gets by the rules, including past ones, the earliest first.
   */
  List<Planned> plan(InboxItem item) {
    WorkingDays days = calendar.days();
    List<Planned> plan = new ArrayList<>();
    if (item.dueAt != null) {
      for (ReminderRule rule : ReminderRule.of(item.kind, item.scope)) {
        Instant at = rule.at(item.dueAt, days, config.from());
        // Leave out reminders before the item was added to the inbox.
        if (at.isAfter(item.since)) {
          plan.add(new Planned(rule, item, at));
        }
      }
    }
    plan.sort(Comparator.comparing(Planned::at));
    return plan;
  }

  /**
   * Gives the due reminder of an item, if there is one that is not stale and whose aggregate is not
   * under a legal hold, and sets the time of the item's next reminder. If several are due, only the
   * last one is given. Must be called in a transaction.
   *
   * @return false if another instance has processed the item, or the item is done
   */
  boolean remind(long id, Instant now) {
    if (queries.take(id, now) == 0) {
      return false;
    }
    Optional<InboxItem> found = queries.item(id);
    if (found.isEmpty()) {
      return false;
    }
    List<Planned> plan = plan(found.get());
    plan.stream()
        .filter(one -> !one.at().isAfter(now))
        .reduce((_, last) -> last)
        .filter(one -> one.at().plus(STALE_AFTER).isAfter(now))
        .filter(one -> queries.holds(one.item().aggregateId) == 0)
        .ifPresent(one -> give(one, now));
    plan.stream()
        .map(Planned::at)
        .filter(at -> at.isAfter(now))
        .findFirst()
        .ifPresent(next -> queries.lookAgain(id, next));
    return true;
  }

  private void give(Planned one, Instant now) {
    InboxItem item = one.item();
    bulk.run(
        """
        INSERT INTO reminder (id, rule, aggregate_type, aggregate_id, part_id, scope, scope_key,
          due_at, reminded_at)
        VALUES (:id, :rule, :type, :aggregateId, :partId, :scope, :scopeKey, :dueAt, :at)
        ON DUPLICATE KEY UPDATE rule = rule
        """,
        List.of(
            new Row(
                ids.next(),
                one.rule(),
                item.aggregateType,
                item.aggregateId,
                item.partId,
                item.scope,
                item.scopeKey,
                item.dueAt,
                now)));
    // If the reminder was given before, the insert above changed nothing. Use the id of the stored
    // row, so that the person does not get a second message about it.
    long reminder =
        queries.id(
            one.rule(),
            item.aggregateType,
            item.aggregateId,
            item.partId,
            item.scope,
            item.scopeKey,
            item.dueAt);
    outbox.add(
        List.of(
            new Outbox.Event(
                item.kind == InboxKind.CONTACT ? MessageKind.CONTACT_DUE : MessageKind.DIGEST,
                reminder,
                item.scope,
                item.scopeKey,
                item.aggregateType,
                item.aggregateId,
                now,
                item.dueAt)),
        now);
  }

  /**
   * Returns the reminders of a wish that the caller may see: first those that were given, then
   * those that are planned.
   */
  List<ReminderView> ofWish(Caller caller, long wishId) {
    List<ReminderView> views = new ArrayList<>();
    List<Reminder> given = queries.given(AggregateType.WISH, wishId);
    given.stream()
        .filter(one -> sees(caller, one.scope, one.scopeKey))
        .map(ReminderView::given)
        .forEach(views::add);
    queries.items(AggregateType.WISH, wishId).stream()
        .filter(item -> item.remindAt != null && sees(caller, item.scope, item.scopeKey))
        .flatMap(item -> plan(item).stream())
        .filter(one -> !one.at().isBefore(one.item().remindAt))
        .filter(one -> given.stream().noneMatch(other -> isSame(other, one)))
        .sorted(Comparator.comparing(Planned::at))
        .map(ReminderView::planned)
        .forEach(views::add);
    return views;
  }

  private static boolean isSame(Reminder given, Planned planned) {
    return given.rule == planned.rule()
        && given.partId == planned.item().partId
        && given.scopeKey.equals(planned.item().scopeKey)
        && given.dueAt.equals(planned.item().dueAt);
  }

  private static boolean sees(Caller caller, InboxScope scope, String key) {
    return switch (scope) {
      case DESK, GRID -> caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR);
      case ADMINISTRATOR -> caller.is(Role.ADMINISTRATOR);
      case ACCOUNT -> !caller.is(Role.MEMBER, Role.STEWARD) || key.equals(caller.account());
      case MEMBER ->
          caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR)
              || (caller.role() == Role.MEMBER && key.equals(String.valueOf(caller.memberId())));
      case ORGANISATION ->
          caller.is(Role.OPERATOR, Role.AUDITOR, Role.COLLECTOR)
              || (caller.role() == Role.STEWARD
                  && key.equals(String.valueOf(caller.organisationId())));
    };
  }
}
