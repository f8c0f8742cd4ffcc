package org.microwish.notification;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.matching.MessageKind;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * Queries on messages and consents, and on the claims, invitations and wishes that messages are
 * about.
 */
interface MessageQueries {

  /**
   * The number of leaves that the projection has processed, and the number of leaves in the ledger.
   */
  record Place(long position, long size) {}

  @SQL(
      """
      SELECT c.position, h.size FROM ledger_cursor c, ledger_head h
      WHERE c.consumer = 'messages' AND h.log_id = 1
      """)
  List<Place> place();

  /** Moves the cursor; returns 0 if another instance has moved it. */
  @SQL(
      """
      UPDATE ledger_cursor SET position = :to, updated_at = :now
      WHERE consumer = 'messages' AND position = :from
      """)
  int move(long from, long to, Instant now);

  @SQL("SELECT entry_id FROM ledger_leaf WHERE leaf_index >= :from AND leaf_index < :to")
  List<Long> entries(long from, long to);

  @HQL(
      """
      select payload from LedgerEntry
      where entryId in :entries and entryType in :types and occurredAt > :since order by entryId
      """)
  List<byte[]> leaves(Collection<Long> entries, Collection<EntryType> types, Instant since);

  /** A claim or an invitation, its claimant, and the time by which the claimant must act. */
  record Concern(long id, long wishId, ClaimantType claimantType, long claimantId, Instant dueAt) {}

  @HQL("select id, wishId, claimantType, claimantId, contactBy from Claim where id in :ids")
  List<Concern> claims(Collection<Long> ids);

  @HQL("select id, wishId, claimantType, claimantId, untilAt from Invitation where id in :ids")
  List<Concern> invitations(Collection<Long> ids);

  @HQL("select resident from Wish where id = :id and resident is not null")
  List<String> resident(long id);

  @HQL("select account from Member where id = :id and account is not null")
  List<String> ofMember(long id);

  @SQL(
      """
      SELECT id FROM account
      WHERE organisation_id = :organisation AND state = 'ACTIVE' ORDER BY id LIMIT 100
      """)
  List<Long> stewards(long organisation);

  @SQL(
      """
      SELECT id FROM account
      WHERE role = 'OPERATOR' AND state = 'ACTIVE' AND :path LIKE CONCAT(division_path, '%')
      ORDER BY id LIMIT 100
      """)
  List<Long> operators(String path);

  /** Returns those of the accounts that have ever accepted or rejected messages. */
  @HQL("select distinct key.account from MessageConsent where key.account in :accounts")
  List<String> asked(Collection<String> accounts);

  // Consents --------------------------------------------------------------------------------------

  @HQL("from MessageConsent where key.account = :account order by key.kind")
  List<MessageConsent> consents(String account);

  @SQL(
      """
      UPDATE message_consent SET remaining = remaining - 1
      WHERE account = :account AND kind = :kind AND remaining > 0
      """)
  int pay(String account, String kind);

  @SQL(
      """
      UPDATE message_consent SET remaining = LEAST(remaining + 1, :most)
      WHERE account = :account AND kind = :kind
      """)
  void giveBack(String account, String kind, int most);

  @SQL(
      """
      UPDATE message_consent SET remaining = 0, refused_at = :now
      WHERE account = :account AND kind = :kind
      """)
  void refused(String account, String kind, Instant now);

  @SQL("DELETE FROM message_consent WHERE account = :account")
  int deleteConsents(String account);

  // Outbox ----------------------------------------------------------------------------------------

  /**
   * Returns the accounts with due messages; the account whose message has been due for longest is
   * first.
   */
  @SQL(
      """
      SELECT account FROM outbox_message WHERE state = 'WAITING' AND send_at <= :now
      GROUP BY account ORDER BY MIN(send_at), account LIMIT :limit
      """)
  List<String> due(Instant now, int limit);

  @HQL(
      """
      from OutboxMessage
      where account = :account and state = :waiting and sendAt <= :now order by id limit 200
      """)
  List<OutboxMessage> due(String account, OutboxMessage.State waiting, Instant now);

  /**
   * Returns the kinds as which the account's messages were sent since a time: the message's own
   * kind, or DIGEST.
   */
  @HQL(
      """
      select distinct sentAs from OutboxMessage
      where account = :account and takenAt >= :since and state in :states
      """)
  List<MessageKind> sentSince(
      String account, Instant since, Collection<OutboxMessage.State> states);

  @SQL(
      """
      UPDATE outbox_message
      SET state = 'SENDING', sent_as = :kind, taken_at = :now, attempts = attempts + 1
      WHERE id IN (:ids) AND state = 'WAITING'
      """)
  int take(Collection<Long> ids, String kind, Instant now);

  @SQL("UPDATE outbox_message SET state = :state WHERE id IN (:ids) AND state = :from")
  int end(Collection<Long> ids, String from, String state);

  @SQL(
      """
      UPDATE outbox_message SET send_at = :at, expires_at = :expires
      WHERE id IN (:ids) AND state = 'WAITING'
      """)
  int defer(Collection<Long> ids, Instant at, Instant expires);

  @SQL(
      """
      UPDATE outbox_message SET state = 'WAITING', sent_as = NULL, taken_at = NULL, send_at = :at
      WHERE id IN (:ids) AND state = 'SENDING'
      """)
  int again(Collection<Long> ids, Instant at);

  @SQL(
      """
      UPDATE outbox_message SET state = 'UNKNOWN' WHERE state = 'SENDING' AND taken_at < :before
      """)
  int abandon(Instant before);

  @HQL("from OutboxMessage where account = :account order by id")
  List<OutboxMessage> messages(String account);

  @SQL("DELETE FROM outbox_message WHERE account = :account")
  int deleteMessages(String account);

  @SQL("DELETE FROM outbox_message WHERE happened_at < :before AND state <> 'WAITING' LIMIT 1000")
  int forget(Instant before);

  /**
   * The values about a wish that a message shows; the title is null if the wish is not on the wall.
   */
  record Words(long id, String number, String title, BigDecimal budget) {}

  @HQL(
      """
      select id, number, case when offWall = false and held = false then publicTitle end, budget
      from Wish where id = :id
      """)
  List<Words> words(long id);
}
