package org.microwish.lifecycle.reference;

import org.hibernate.annotations.processing.SQL;

/** Writes and reads the digests of external references. */
interface ReferenceQueries {

  /**
   * Adds a reference, unless the owner already has an equal one. If another transaction is adding
   * an equal one, waits for that transaction.
   */
  @SQL(
      """
      INSERT INTO external_reference (aggregate_type, aggregate_id, owner, digest)
      VALUES (:type, :id, :owner, :digest)
      ON DUPLICATE KEY UPDATE digest = VALUES(digest)
      """)
  int add(String type, long id, String owner, String digest);

  /** Returns the id of the aggregate with the reference. */
  @SQL(
      """
      SELECT aggregate_id FROM external_reference
      WHERE aggregate_type = :type AND digest = :digest AND owner = :owner
      """)
  long holder(String type, String owner, String digest);

  /** Changes the owner of an aggregate's reference, unless the new owner has an equal one. */
  @SQL(
      """
      UPDATE IGNORE external_reference SET owner = :owner
      WHERE aggregate_type = :type AND aggregate_id = :id
      """)
  int move(String type, long id, String owner);

  @SQL("DELETE FROM external_reference WHERE aggregate_type = :type AND aggregate_id = :id")
  int remove(String type, long id);
}
