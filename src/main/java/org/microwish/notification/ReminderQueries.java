package org.microwish.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.inbox.InboxItem;
import org.microwish.lifecycle.inbox.InboxScope;

/** Queries on reminders, and on the inbox data of an account. */
interface ReminderQueries {

  @HQL("select id from InboxItem where remindAt <= :now order by remindAt, id limit :limit")
  List<Long> due(Instant now, int limit);

  /**
   * Locks an item that is due for a reminder, and clears the time of its next reminder. Returns 0
   * if another instance has already done so.
   */
  @SQL("UPDATE inbox_item SET remind_at = NULL WHERE id = :id AND remind_at <= :now")
  int take(long id, Instant now);

  @SQL("UPDATE inbox_item SET remind_at = :next WHERE id = :id")
  void lookAgain(long id, Instant next);

  @HQL(
      """
      select id from Reminder
      where rule = :rule and aggregateType = :type and aggregateId = :aggregateId
        and partId = :partId and scope = :scope and scopeKey = :key and dueAt = :dueAt
      """)
  long id(
      ReminderRule rule,
      AggregateType type,
      long aggregateId,
      long partId,
      InboxScope scope,
      String key,
      Instant dueAt);

  @HQL("from InboxItem where id = :id")
  Optional<InboxItem> item(long id);

  @HQL("select count(*) from LegalHold where subjectId = :subject and liveKey is not null")
  long holds(long subject);

  @HQL("from InboxItem where aggregateType = :type and aggregateId = :id and dueAt is not null")
  List<InboxItem> items(AggregateType type, long id);

  @HQL("from Reminder where aggregateType = :type and aggregateId = :id order by remindedAt, id")
  List<Reminder> given(AggregateType type, long id);

  @SQL("DELETE FROM reminder WHERE reminded_at < :before LIMIT 1000")
  int forget(Instant before);

  @HQL("from InboxItem where scope = :scope and scopeKey = :key order by id")
  List<InboxItem> itemsOf(InboxScope scope, String key);

  @HQL("from Reminder where scope = :scope and scopeKey = :key order by id")
  List<Reminder> givenTo(InboxScope scope, String key);

  @HQL("select id from Member where account = :account")
  List<Long> members(String account);

  @SQL("DELETE FROM inbox_read WHERE account = :account")
  int deleteReadMarks(String account);

  @SQL("DELETE FROM inbox_item WHERE scope = :scope AND scope_key = :key")
  int deleteItems(String scope, String key);

  @SQL("DELETE FROM reminder WHERE scope = :scope AND scope_key = :key")
  int deleteReminders(String scope, String key);

  /** Deletes old items that only inform; no action of the recipient ends such an item. */
  @SQL("DELETE FROM inbox_item WHERE kind = 'FULFILLED' AND since < :before LIMIT 1000")
  int forgetNews(Instant before);
}
