package org.microwish.wish;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** Queries for wishes and meetings. */
interface WishQueries {

  @HQL("from Wish where id in :ids")
  List<Wish> byId(Collection<Long> ids);

  @HQL("from Meeting where wishId = :wishId order by id")
  List<Meeting> meetings(long wishId);
}
