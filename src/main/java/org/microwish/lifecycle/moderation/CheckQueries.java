package org.microwish.lifecycle.moderation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/**
 * Queries of the moderation worker and the review queue: on findings, and on the results that
 * WeChat pushes.
 */
interface CheckQueries {

  @HQL(
      """
      update ModerationFinding
      set state = :state, dueAt = null, decidedAt = :decidedAt, decidedBy = :decidedBy
      where id = :id and state in :waiting
      """)
  int decide(
      long id,
      Collection<ModerationFinding.State> waiting,
      ModerationFinding.State state,
      Instant decidedAt,
      String decidedBy);

  // The worker's queries, by database time --------------------------------------------------------

  @SQL(
      """
      SELECT id FROM moderation WHERE state = 'PENDING' AND due_at <= UTC_TIMESTAMP(6)
      ORDER BY due_at LIMIT :limit
      """)
  List<Long> due(int limit);

  /**
   * Reserves a due check: counts an attempt and sets the time of the next one. The pause is {@code
   * first} seconds after the first attempt, and then doubles up to {@code longest}. Returns 0 if
   * the check is not due any more, because another instance has reserved it.
   */
  @SQL(
      """
      UPDATE moderation SET attempts = attempts + 1,
        due_at = UTC_TIMESTAMP(6)
          + INTERVAL LEAST(:first * POW(2, attempts - 1), :longest) SECOND
      WHERE id = :id AND state = 'PENDING' AND due_at <= UTC_TIMESTAMP(6)
      """)
  int take(long id, long first, long longest);

  /** Undoes the count of an attempt, and postpones the next attempt by {@code seconds}. */
  @SQL(
      """
      UPDATE moderation SET attempts = attempts - 1,
        due_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
      WHERE id = :id AND state = 'PENDING'
      """)
  int postpone(long id, long seconds);

  @SQL(
      """
      UPDATE moderation SET trace_id = :traceId,
        due_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND
      WHERE id = :id AND state = 'PENDING'
      """)
  int await(long id, String traceId, long seconds);

  @HQL(
      """
      update ModerationFinding set state = :state, source = :source, label = :label, dueAt = null
      where id = :id and state = :pending
      """)
  int finish(
      long id,
      ModerationFinding.State pending,
      ModerationFinding.State state,
      ModerationFinding.Source source,
      Integer label);

  // WeChat's pushes ------------------------------------------------------------------------------

  /** Stores a result that WeChat pushed; a row with the same signature stays unchanged. */
  @SQL(
      """
      INSERT INTO wechat_push (signature, body_hash, trace_id, passed, label, received_at)
      VALUES (:signature, :bodyHash, :traceId, :passed, :label, UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE label = label
      """)
  int keepPush(byte[] signature, byte[] bodyHash, String traceId, boolean passed, Integer label);

  @SQL("SELECT body_hash FROM wechat_push WHERE signature = :signature")
  List<byte[]> bodyHash(byte[] signature);

  /**
   * Applies the results that WeChat has pushed for a trace id to the pending check with that trace
   * id. Called when a push arrives and when a check gets its trace id, so that either may come
   * first. The check passes only if all pushed results pass.
   */
  @SQL(
      """
      UPDATE moderation SET due_at = NULL, source = 'WECHAT',
        label = (SELECT MAX(p.label) FROM wechat_push p WHERE p.trace_id = :traceId),
        state = CASE
          WHEN (SELECT MIN(p.passed) FROM wechat_push p WHERE p.trace_id = :traceId) = 1
          THEN 'PASSED' ELSE 'FLAGGED' END
      WHERE trace_id = :traceId AND state = 'PENDING'
        AND EXISTS (SELECT 1 FROM wechat_push p WHERE p.trace_id = :traceId)
      """)
  int applyPushes(String traceId);

  @SQL(
      """
      DELETE FROM wechat_push WHERE received_at < UTC_TIMESTAMP(6) - INTERVAL 2 DAY LIMIT 10000
      """)
  int forgetPushes();
}
