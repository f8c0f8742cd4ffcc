package org.microwish.wish.report;

import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on reports. */
interface ReportQueries {

  /** Stores a report, unless the wish already has an open report with the same {@code openKey}. */
  @SQL(
      """
      INSERT INTO wish_report
        (id, wish_id, evidence_id, reason, key_id, content, open_key, created_at)
      VALUES (:id, :wishId, :evidenceId, :reason, :keyId, :content, :openKey, :createdAt)
      ON DUPLICATE KEY UPDATE reason = reason
      """)
  int keep(
      long id,
      long wishId,
      Long evidenceId,
      String reason,
      Long keyId,
      byte[] content,
      byte[] openKey,
      Instant createdAt);

  @SQL("SELECT id FROM wish_report WHERE wish_id = :wishId AND open_key = :openKey")
  List<Long> open(long wishId, byte[] openKey);

  @SQL("SELECT COUNT(*) FROM wish_report WHERE wish_id = :wishId AND open_key IS NOT NULL")
  long countOpen(long wishId);

  @SQL(
      """
      UPDATE wish_report
      SET result = :result, entry_id = :entryId, closed_by = :by, closed_at = :at, open_key = NULL
      WHERE id = :id AND closed_at IS NULL
      """)
  int close(long id, String result, long entryId, String by, Instant at);

  @HQL("delete from WishReport where wishId = :wishId")
  int forget(long wishId);
}
