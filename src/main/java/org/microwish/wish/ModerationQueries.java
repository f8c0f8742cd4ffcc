package org.microwish.wish;

import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Findings about a wish, changed with it under its lock. */
interface ModerationQueries {

  @SQL(
      """
      UPDATE moderation SET state = 'SUPERSEDED', due_at = NULL
      WHERE wish_id = :wishId AND subject = 'WORDS'
        AND state IN ('PENDING', 'FLAGGED', 'REJECTED')
      """)
  int supersedeWords(long wishId);

  @HQL(
      """
      update ModerationFinding set divisionPath = :path
      where wishId = :wishId and divisionPath <> :path
      """)
  int move(long wishId, String path);

  @SQL(
      """
      SELECT COUNT(*) FROM moderation
      WHERE wish_id = :wishId
        AND (state IN ('PENDING', 'FLAGGED') OR state = 'REJECTED' AND subject = 'WORDS')
      """)
  long countOpen(long wishId);
}
