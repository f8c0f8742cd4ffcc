package org.microwish.platform.limits;

import java.time.Instant;
import java.time.LocalDateTime;
import org.hibernate.annotations.processing.SQL;

/** Statements on the table of attempt counts. */
interface AttemptQueries {

  /** Inserts the row or locks it; concurrent callers wait here. */
  @SQL(
      """
      INSERT INTO attempt (kind, key_hash, window_started_at, tries, failures, updated_at)
      VALUES (:kind, :keyHash, UTC_TIMESTAMP(6), 0, 0, UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE tries = tries
      """)
  void lock(String kind, byte[] keyHash);

  /** A row and the database's time, all in UTC; the last two may be null. */
  record Row(
      LocalDateTime now,
      LocalDateTime windowStartedAt,
      int tries,
      int failures,
      LocalDateTime failedAt,
      LocalDateTime lockedUntil) {}

  @SQL(
      """
      SELECT UTC_TIMESTAMP(6) AS database_time, window_started_at, tries, failures, failed_at, locked_until
      FROM attempt WHERE kind = :kind AND key_hash = :keyHash
      """)
  Row read(String kind, byte[] keyHash);

  @SQL(
      """
      UPDATE attempt SET window_started_at = :windowStartedAt, tries = :tries, failures = :failures,
        failed_at = :failedAt, locked_until = :lockedUntil, updated_at = :now
      WHERE kind = :kind AND key_hash = :keyHash
      """)
  void write(
      String kind,
      byte[] keyHash,
      Instant windowStartedAt,
      int tries,
      int failures,
      Instant failedAt,
      Instant lockedUntil,
      Instant now);

  @SQL(
      """
      UPDATE attempt SET failures = 0, failed_at = NULL, locked_until = NULL,
        updated_at = UTC_TIMESTAMP(6)
      WHERE kind = :kind AND key_hash = :keyHash AND failures > 0
      """)
  void forgetFailures(String kind, byte[] keyHash);

  @SQL(
      "DELETE FROM attempt WHERE updated_at < UTC_TIMESTAMP(6) - INTERVAL :seconds SECOND LIMIT"
          + " :limit")
  int deleteUntouched(long seconds, int limit);
}
