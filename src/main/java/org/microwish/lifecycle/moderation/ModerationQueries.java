package org.microwish.lifecycle.moderation;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.leaf.AggregateType;

/**
 * Queries on the findings about one aggregate. Callers that change findings hold the aggregate's
 * lock.
 */
interface ModerationQueries {

  @SQL(
      """
      UPDATE moderation SET state = 'SUPERSEDED', due_at = NULL
      WHERE aggregate_type = :type AND aggregate_id = :id AND subject = 'WORDS'
        AND state IN ('PENDING', 'FLAGGED', 'REJECTED')
      """)
  int supersedeWords(String type, long id);

  @HQL(
      """
      update ModerationFinding set divisionPath = :path
      where aggregateType = :type and aggregateId = :id and divisionPath <> :path
      """)
  int move(AggregateType type, long id, String path);

  @SQL(
      """
      SELECT COUNT(*) FROM moderation
      WHERE aggregate_type = :type AND aggregate_id = :id
        AND (state IN ('PENDING', 'FLAGGED') OR state = 'REJECTED' AND subject = 'WORDS')
      """)
  long countOpen(String type, long id);

  @HQL(
      """
      from ModerationFinding
      where aggregateType = :type and aggregateId = :id
        and (state in :waiting or state = :rejected and subject = :words)
      order by id
      """)
  List<ModerationFinding> open(
      AggregateType type,
      long id,
      Collection<ModerationFinding.State> waiting,
      ModerationFinding.State rejected,
      ModerationFinding.Subject words);

  @HQL("delete from ModerationFinding where aggregateType = :type and aggregateId = :id")
  int delete(AggregateType type, long id);
}
