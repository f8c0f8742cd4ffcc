package org.microwish.webhook;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on webhooks, their secrets and their deliveries. */
interface WebhookQueries {

  /**
   * Locks the projection's cursor, and returns the number of leaves that the projection has
   * processed. Changes of webhooks in the current transaction apply to all later leaves.
   */
  @SQL("SELECT position FROM ledger_cursor WHERE consumer = 'webhooks' FOR UPDATE")
  List<Long> lockCursor();

  /** Returns the number of leaves that the projection has processed, without a lock. */
  @SQL("SELECT position FROM ledger_cursor WHERE consumer = 'webhooks'")
  List<Long> position();

  @HQL("select count(id) from Webhook where clientId = :clientId")
  long count(long clientId);

  /** Returns the secrets of the given webhooks that are valid at {@code now}, newest first. */
  @HQL(
      """
      from WebhookSecret
      where webhookId in :webhookIds and (expiresAt is null or expiresAt > :now) order by id desc
      """)
  List<WebhookSecret> secrets(Collection<Long> webhookIds, Instant now);

  /**
   * Sets the expiry of a webhook's secrets to {@code end}; secrets that expire earlier keep their
   * expiry.
   */
  @HQL(
      """
      update WebhookSecret set expiresAt = :end
      where webhookId = :webhookId and (expiresAt is null or expiresAt > :end)
      """)
  void endSecrets(long webhookId, Instant end);

  @HQL("delete from WebhookSecret where webhookId = :webhookId and id < :before")
  void deleteSecrets(long webhookId, long before);

  /** Returns the newest attempts of a delivery, newest first. */
  @HQL("from WebhookAttempt where deliveryId = :deliveryId order by id desc limit 100")
  List<WebhookAttempt> attempts(long deliveryId);

  /**
   * Returns the index of the leaf of an entry; for the id of a row of {@code wish_hiding}, the
   * index of the leaf with which that change is shown.
   */
  @SQL(
      """
      SELECT leaf_index FROM ledger_leaf WHERE entry_id = :entryId
      UNION ALL
      SELECT leaf_index FROM wish_hiding WHERE id = :entryId AND leaf_index IS NOT NULL
      """)
  List<Long> leaf(long entryId);

  @SQL(
      """
      INSERT INTO webhook_delivery (id, webhook_id, state, attempts, next_at, created_at)
      VALUES (:id, :webhookId, 'WAITING', 0, :now, :now)
      """)
  void addTest(long id, long webhookId, Instant now);

  /** Gives up all waiting deliveries of a webhook. */
  @SQL(
      """
      UPDATE webhook_delivery SET state = 'FAILED', ended_at = :now
      WHERE webhook_id = :webhookId AND state = 'WAITING'
      """)
  void giveUp(long webhookId, Instant now);

  /** Stops an active webhook. Returns 0 if the webhook is not active or its URL has changed. */
  @SQL(
      """
      UPDATE webhook SET state = :state, reason = :reason, stopped_at = :now, updated_at = :now,
        version = version + 1
      WHERE id = :id AND state = 'ACTIVE' AND url = :url
      """)
  int stop(long id, String url, String state, String reason, Instant now);

  @SQL("SELECT client_id FROM webhook WHERE id = :id")
  List<Long> client(long id);

  @SQL("DELETE FROM webhook_attempt WHERE sent_at < :before LIMIT :limit")
  int deleteAttempts(Instant before, int limit);

  @SQL("DELETE FROM webhook_delivery WHERE created_at < :before LIMIT :limit")
  int deleteDeliveries(Instant before, int limit);

  /** Deletes attempts of webhooks that were deleted. */
  @SQL(
      """
      DELETE FROM webhook_attempt WHERE delivery_id NOT IN (
        SELECT d.id FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id)
      LIMIT :limit
      """)
  int deleteOrphanAttempts(int limit);

  /** Deletes deliveries of webhooks that were deleted. */
  @SQL(
      """
      DELETE FROM webhook_delivery WHERE webhook_id NOT IN (SELECT id FROM webhook) LIMIT :limit
      """)
  int deleteOrphans(int limit);

  @SQL(
      """
      DELETE FROM webhook_secret
      WHERE expires_at < UTC_TIMESTAMP(6) OR webhook_id NOT IN (SELECT id FROM webhook)
      LIMIT :limit
      """)
  int deleteSecrets(int limit);
}
