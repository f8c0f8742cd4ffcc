package org.microwish.platform.idempotency;

import org.hibernate.annotations.processing.HQL;

/** Statements on idempotency keys. */
interface IdempotencyQueries {

  /** Adds the answer to a key's row. */
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
}
