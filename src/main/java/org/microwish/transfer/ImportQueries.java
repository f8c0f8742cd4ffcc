package org.microwish.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** What imports read and write in sets of rows. */
interface ImportQueries {

  /** The oldest import that has more to do and that no instance is working on. */
  @HQL(
      """
      select id from ImportJob
      where state = :state and leaseUntil <= :now
      order by id
      limit 1
      """)
  List<Long> waiting(ImportJob.State state, Instant now);

  /** Takes it; 0 where another instance was faster. */
  @HQL(
      """
      update ImportJob set leaseUntil = :until
      where id = :id and state = :state and leaseUntil <= :now
      """)
  int lease(long id, ImportJob.State state, Instant now, Instant until);

  /** Locks it and extends its lease; 0 where it has done more rows than these. */
  @HQL("update ImportJob set leaseUntil = :until where id = :id and rowsDone = :rowsDone")
  int lock(long id, int rowsDone, Instant until);

  /** The file of an import, piece by piece. */
  @HQL("from ImportPart where key.jobId = :jobId order by key.part")
  List<ImportPart> parts(long jobId);

  /** What was wrong with rows, after one of these errors. */
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

  /** Those of the rows that were imported before. */
  @HQL(
      """
      from ImportKey
      where key.kind = :kind and key.scope = :scope and key.externalKey in :digests
      """)
  List<ImportKey> known(ImportKind kind, String scope, Collection<String> digests);
}
