package org.microwish.lifecycle.inbox;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** Queries for the items of inboxes. */
interface InboxQueries {

  /** The condition for a live legal hold on the subject of an item; ids are unique in all types. */
  String HOLD = "h.subjectId = i.aggregateId and h.liveKey is not null";

  /** The number of items of a kind, and how many of them are unread. */
  record Count(InboxKind kind, long all, long unread) {}

  /** The number of items of a kind whose deadline is over. */
  record Overdue(InboxKind kind, long count) {}

  @HQL(
      """
      select i.kind, count(i.id), count(case when r.itemId is null then 1 end)
      from InboxItem i
      left join InboxRead r on r.itemId = i.id and r.account = :account
      where (i.scope = :person and i.scopeKey = :account
          or i.scope = :scope and i.scopeKey like :keys)
        and not exists (from LegalHold h where
      """
          + HOLD
          + ") group by i.kind order by i.kind")
  List<Count> counts(InboxScope person, String account, InboxScope scope, String keys);

  @HQL(
      """
      select i.kind, count(i.id) from InboxItem i
      where (i.scope = :person and i.scopeKey = :account
          or i.scope = :scope and i.scopeKey like :keys)
        and i.dueAt <= :now
        and not exists (from LegalHold h where
      """
          + HOLD
          + ") group by i.kind")
  List<Overdue> overdue(
      InboxScope person, String account, InboxScope scope, String keys, Instant now);

  /** Returns which of the items the account has read. */
  @HQL("select itemId from InboxRead where account = :account and itemId in :items")
  List<Long> read(String account, Collection<Long> items);

  /** Returns those of the items that are in an inbox of the account or of the scope. */
  @HQL(
      """
      select id from InboxItem
      where id in :items and (scope = :person and scopeKey = :account
        or scope = :scope and scopeKey like :keys)
      """)
  List<Long> mine(
      Collection<Long> items, InboxScope person, String account, InboxScope scope, String keys);

  /** An aggregate's serial number. */
  record Numbered(long aggregateId, String number) {}

  @HQL("select aggregateId, number from NumberedAggregate where aggregateId in :aggregateIds")
  List<Numbered> numbers(Collection<Long> aggregateIds);
}
