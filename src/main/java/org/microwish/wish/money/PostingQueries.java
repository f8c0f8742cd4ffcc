package org.microwish.wish.money;

import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** Queries for postings. */
interface PostingQueries {

  @HQL("from Posting where wishId = :wishId order by id")
  List<Posting> ofWish(long wishId);

  @HQL("select count(*) from Posting where reverses = :postingId")
  long reversalsOf(long postingId);
}
