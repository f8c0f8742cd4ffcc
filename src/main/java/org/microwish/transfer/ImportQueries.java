package org.microwish.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** Queries on import jobs, parts, errors and external keys. */
interface ImportQueries {

  /** The oldest unfinished import that no instance has leased. */
  @HQL(
      """
      select id from ImportJob
      where state = :state and leaseUntil <= :now
      order by id
      limit 1
      """)
  List<Long> waiting(ImportJob.State state, Instant now);

  /** Leases it; 0 if another instance was faster. */
  @HQL(
      """
      update ImportJob set leaseUntil = :until
      where id = :id and state = :state and leaseUntil <= :now
      """)
  int lease(long id, ImportJob.State state, Instant now, Instant until);

  /** Locks the job and extends its lease; 0 if its number of processed rows differs. */
  @HQL("update ImportJob set leaseUntil = :until where id = :id and rowsDone = :rowsDone")
  int lock(long id, int rowsDone, Instant until);

  /** The parts of an import's file, in order. */
  @HQL("from ImportPart where key.jobId = :jobId order by key.part")
  List<ImportPart> parts(long jobId);

  /** The errors of an import's rows, after the given error. */
  @HQL(
      """
      select key.row, key.seq, columnName, code
      from ImportError
      where key.jobId = :jobId
        and (key.row > :row or key.row = :row and key.seq > :seq)
      order by key.row, key.seq
      limit :limit
      """)
  List<RowFault> errors(long jobId, int row, int seq, int limit);

  /** The external keys that were imported before. */
  @HQL(
      """
      from ImportKey
      where key.kind = :kind and key.scope = :scope and key.externalKey in :digests
      """)
  List<ImportKey> known(ImportKind kind, String scope, Collection<String> digests);
}
