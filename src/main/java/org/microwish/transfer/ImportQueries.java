package org.microwish.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/**
 * Reads and updates import jobs, and reads the parts of their files, their errors and external
 * keys.
 */
interface ImportQueries {

  /** Reads the id of the oldest unfinished import without a valid lease; at most one. */
  @HQL(
      """
      select id from ImportJob
      where state = :state and leaseUntil <= :now
      order by id
      limit 1
      """)
  List<Long> waiting(ImportJob.State state, Instant now);

  /**
   * Leases an import until the given time; returns 0 if another instance leased it first, otherwise
   * 1.
   */
  @HQL(
      """
      update ImportJob set leaseUntil = :until
      where id = :id and state = :state and leaseUntil <= :now
      """)
  int lease(long id, ImportJob.State state, Instant now, Instant until);

  /**
   * Locks an import and extends its lease; returns 0 if {@code rowsDone} is not its number of
   * processed rows, otherwise 1.
   */
  @HQL("update ImportJob set leaseUntil = :until where id = :id and rowsDone = :rowsDone")
  int lock(long id, int rowsDone, Instant until);

  /** Reads the parts of an import's file, in order. */
  @HQL("from ImportPart where key.jobId = :jobId order by key.part")
  List<ImportPart> parts(long jobId);

  /**
   * Reads the errors of an import's rows that follow the error {@code (row, seq)}.
   *
   * @param similar 1 for the rows that may be duplicates, 0 for the errors
   */
  @HQL(
      """
      select key.row, key.seq, columnName, code, members
      from ImportError
      where key.jobId = :jobId
        and (key.row > :row or key.row = :row and key.seq > :seq)
        and (case when code = 'POSSIBLE_DUPLICATE' then 1 else 0 end) = :similar
      order by key.row, key.seq
      limit :limit
      """)
  List<ImportFault.Stored> errors(long jobId, int row, int seq, int similar, int limit);

  /**
   * Reads which of the external keys were imported before.
   *
   * @param digests the keyed digests of the external keys
   */
  @HQL(
      """
      from ImportKey
      where key.kind = :kind and key.scope in :scopes and key.externalKey in :digests
      """)
  List<ImportKey> known(ImportKind kind, Collection<String> scopes, Collection<String> digests);

  /** Reads the numbers of the rows of an import that were refused. */
  @HQL(
      """
      select distinct key.row from ImportError
      where key.jobId = :jobId and code <> 'POSSIBLE_DUPLICATE'
      """)
  List<Integer> refused(long jobId);

  /** Reads the imported and the known rows of an import after a row, in order. */
  @SQL(
      """
      SELECT job_id, row_number_, target_id, known FROM import_row
      WHERE job_id = :jobId AND row_number_ > :after
      ORDER BY row_number_
      LIMIT :limit
      """)
  List<ImportedRow> rows(long jobId, int after, int limit);

  /** Reads the ids of the rows that an import has imported. */
  @HQL("select targetId from ImportKey where jobId = :jobId order by targetId")
  List<Long> imported(long jobId);

  /** Reads which of the ids are of wishes in a subtree of divisions. */
  @HQL("select id from Wish where id in :ids and divisionPath like :subtree")
  List<Long> wishes(Collection<Long> ids, String subtree);

  /** Reads the namespaces of the external keys of a kind. */
  @HQL("select distinct key.scope from ImportKey where key.kind = :kind")
  List<String> scopes(ImportKind kind);

  /** Reads the ids of rows with one of these external keys; a digest contains its namespace. */
  @HQL(
      """
      select targetId from ImportKey
      where key.kind = :kind and key.externalKey in :digests
      """)
  List<Long> targets(ImportKind kind, Collection<String> digests);
}
