package org.microwish.platform.idempotency;

import java.time.Instant;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Statements that change the rows of idempotency keys. */
interface IdempotencyQueries {

  /** Writes the response of a command into the row of its key. */
  @HQL(
      """
      update IdempotencyRow set status = :status, location = :location, answer = :answer
      where key.caller = :caller and key.operation = :operation and key.idemKey = :idemKey
      """)
  void finish(
      String caller,
      String operation,
      String idemKey,
      short status,
      String location,
      byte[] answer);

  @SQL("DELETE FROM idempotency WHERE created_at < :before LIMIT 1000")
  int forget(Instant before);
}
