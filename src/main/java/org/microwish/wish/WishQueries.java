package org.microwish.wish;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Takes a wish's row lock; reads wishes and what belongs to one, oldest first. */
interface WishQueries {

  /** Takes the row lock and raises the version of a wish in one of the states. */
  @SQL("UPDATE wish SET version = version + 1 WHERE id = :id AND state IN (:states)")
  int lock(long id, List<String> states);

  /** The same, where a place or a part of the budget is free. */
  @SQL(
      """
      UPDATE wish SET version = version + 1
      WHERE id = :id AND state IN (:states) AND claiming_closed = FALSE
        AND (capacity = 'PLACES' AND places_taken < places
          OR capacity = 'AMOUNT' AND amount_taken < budget)
      """)
  int lockWithRoom(long id, List<String> states);

  @HQL("from Wish where id in :ids")
  List<Wish> byId(Collection<Long> ids);

  @HQL("from Meeting where wishId = :wishId order by id")
  List<Meeting> meetings(long wishId);
}
