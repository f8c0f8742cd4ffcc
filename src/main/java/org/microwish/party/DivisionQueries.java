package org.microwish.party;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries that read several divisions at once. */
interface DivisionQueries {

  /** The path and name of a division. */
  record Named(String path, String name) {}

  @HQL("from Division where code in :codes")
  List<Division> all(Collection<String> codes);

  /**
   * Reads paths and names. SQL, because Hibernate translates HQL with a list anew for each call,
   * and lists of wishes call this often.
   */
  @SQL("SELECT path, name FROM division WHERE code IN (:codes)")
  List<Named> names(Collection<String> codes);

  /** Returns the codes of divisions in use that are directly below merged ones. */
  @HQL(
      """
      select d.code from Division d join Division p on p.code = d.parentCode
      where p.state = :merged and d.state = :inUse
      order by d.code limit :limit
      """)
  List<String> orphans(DivisionState merged, DivisionState inUse, int limit);

  /** Returns the codes of all divisions directly below the parent, whatever their state. */
  @HQL("select code from Division where parentCode = :parent")
  List<String> below(String parent);

  @HQL("select count(*) from Division where parentCode = :parent and state = :state")
  long countBelow(String parent, DivisionState state);

  /** Returns the divisions that were merged directly into the division with this code. */
  @HQL("from Division where successor = :code")
  List<Division> predecessors(String code);

  /**
   * Locks those of the divisions that are in this state, and returns their codes. The locks are in
   * share mode, last until the transaction ends, and are taken in the order of codes to avoid
   * deadlocks.
   */
  @SQL(
      """
      SELECT code FROM division
      WHERE code IN (:codes) AND state = :state ORDER BY code LOCK IN SHARE MODE
      """)
  List<String> lock(Collection<String> codes, String state);

  /** Reads the divisions without a sort key. */
  @HQL("select path, name from Division where sortKey = '' order by path limit :limit")
  List<Named> unsorted(int limit);

  /** Sets a missing sort key, unless the division was renamed meanwhile. */
  @HQL(
      """
      update Division set sortKey = :sortKey
      where path = :path and sortKey = '' and name = :name
      """)
  int sort(String path, String name, String sortKey);
}
