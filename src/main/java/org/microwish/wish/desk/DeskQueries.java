package org.microwish.wish.desk;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.lifecycle.ClaimState;

/** Queries for the lists of the desk. */
interface DeskQueries {

  /**
   * Counts the wishes of a subtree of divisions in one state, but at most {@code most}. Reads only
   * the index on state, hold and division.
   *
   * @param paths a LIKE pattern of paths
   */
  @SQL(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 FROM wish
        WHERE state = :state AND held = FALSE AND division_path LIKE :paths LIMIT :most) counted
      """)
  long count(String state, String paths, int most);

  /** Returns what is due on each of these wishes that has live claims. */
  @HQL(
      """
      select new org.microwish.wish.desk.ClaimsDue(
        c.wishId,
        min(case when c.state = :active and c.deliveredAt is null then c.dueAt end),
        count(case when c.state = :active and c.overdue = true then 1 end),
        min(case when c.state = :pending then c.claimedAt end))
      from Claim c where c.wishId in :wishIds and (c.state = :active or c.state = :pending)
      group by c.wishId
      """)
  List<ClaimsDue> due(Collection<Long> wishIds, ClaimState active, ClaimState pending);
}
