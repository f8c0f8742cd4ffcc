package org.microwish.wish;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.lifecycle.WishState;

/** Queries for wishes and meetings. */
interface WishQueries {

  /** Counts the resident's wishes that are in none of these states. */
  @HQL("select count(*) from Wish where resident = :resident and state not in :states")
  long countOthers(String resident, Collection<WishState> states);

  /** Counts the wishes in these states that a member recorded for residents. */
  @HQL("select count(*) from Wish where authorMemberId = :memberId and state in :states")
  long countAuthored(long memberId, Collection<WishState> states);

  /**
   * Returns the ids of the oldest wishes that an account is responsible for, in a subtree of
   * divisions and in these states.
   */
  @HQL(
      """
      select id from Wish
      where (collector = :account or collector is null and createdBy = :account)
        and divisionPath like :subtree and state in :states and held = false and erasedAt is null
      order by id limit :limit
      """)
  List<Long> keptBy(String account, String subtree, Collection<WishState> states, int limit);

  @HQL("from Meeting where wishId = :wishId order by id")
  List<Meeting> meetings(long wishId);

  /** The names of a subcategory. */
  record SubcategoryNames(String code, String zh, String en) {}

  @SQL("SELECT code, name_zh, name_en FROM subcategory WHERE code IN (:codes)")
  List<SubcategoryNames> subcategories(Collection<String> codes);

  @SQL("INSERT INTO wish_hiding (id, wish_id, version) VALUES (:id, :wishId, :version)")
  void addHiding(long id, long wishId, long version);
}
