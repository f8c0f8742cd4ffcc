package org.microwish.platform.limits;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.hibernate.annotations.processing.SQL;

/** Queries and updates of the table of attempt counts. */
interface AttemptQueries {

  /**
   * Locks the row of a key until the transaction ends; inserts the row if it does not exist.
   * Concurrent callers wait for the lock.
   */
  @SQL(
      """
      INSERT INTO attempt (kind, key_hash, window_started_at, tries, failures, updated_at)
      VALUES (:kind, :keyHash, UTC_TIMESTAMP(6), 0, 0, UTC_TIMESTAMP(6))
      ON DUPLICATE KEY UPDATE tries = tries
      """)
  void lock(String kind, byte[] keyHash);

  /**
   * The counts of a key, and the database's time; all times are in UTC.
   *
   * @param failedAt the time of the last failure, or null
   * @param lockedUntil the end of the last lockout, or null
   */
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
  Optional<Row> read(String kind, byte[] keyHash);

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
