package org.microwish.wish.command;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.party.DivisionContents.Misplaced;
import org.microwish.wish.lifecycle.WishState;

/** Queries on the wishes of a division. */
interface WishMoveQueries {

  /** Counts the wishes of exactly this division that are in none of these states. */
  @HQL("select count(*) from Wish where divisionPath = :path and state not in :over")
  long countOpen(String path, Collection<WishState> over);

  /**
   * Returns the wishes that are still in merged divisions, each with the path of the division's
   * successor; omits wishes under a legal hold.
   */
  @HQL(
      """
      select x.id, s.path from Wish x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.held = false
      order by x.id limit :limit
      """)
  List<Misplaced> misplaced(int limit);
}
