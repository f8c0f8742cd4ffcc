package org.microwish.wish;

import jakarta.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.lifecycle.WishState;

/** Queries on the pairs of characters in the public words of wishes. */
interface SearchQueries {

  /** Counts the rows with these pairs of characters, at most {@code limit}. */
  @SQL(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 AS found FROM wish_gram WHERE gram BETWEEN :first AND :last LIMIT :limit) few
      """)
  long count(int first, int last, int limit);

  /**
   * Reads the ids of the wishes that contain all three pairs of characters, newest first: ids from
   * {@code floor} to below {@code before}, at most {@code limit}. STRAIGHT_JOIN makes the database
   * begin with the first pair, which is the rarest.
   */
  @SQL(
      """
      SELECT a.wish_id FROM wish_gram a
      STRAIGHT_JOIN wish_gram b ON b.gram = :second AND b.wish_id = a.wish_id
      STRAIGHT_JOIN wish_gram c ON c.gram = :third AND c.wish_id = a.wish_id
      WHERE a.gram = :first AND a.wish_id < :before AND a.wish_id >= :floor
      ORDER BY a.wish_id DESC LIMIT :limit
      """)
  List<Long> withAll(int first, int second, int third, long before, long floor, int limit);

  /**
   * Skips {@code rows} wishes with this pair, newest first from below {@code before}, and reads the
   * id of the next one; null if there is none.
   */
  @Nullable
  @SQL(
      """
      SELECT wish_id FROM wish_gram WHERE gram = :gram AND wish_id < :before
      ORDER BY wish_id DESC LIMIT 1 OFFSET :rows
      """)
  Long floor(int gram, long before, int rows);

  /** Reads the largest wish ids below {@code before}, newest first. */
  @SQL("SELECT id FROM wish WHERE id < :before ORDER BY id DESC LIMIT :limit")
  List<Long> newest(long before, int limit);

  /** Reads the ids of the wishes with any of these pairs of characters, the newest first. */
  @SQL(
      """
      SELECT DISTINCT wish_id FROM wish_gram
      WHERE gram BETWEEN :first AND :last AND wish_id < :before
      ORDER BY wish_id DESC
      """)
  List<Long> withAny(int first, int last, long before);

  @SQL("DELETE FROM wish_gram WHERE wish_id = :wishId AND gram IN (:grams)")
  int delete(long wishId, Collection<Integer> grams);

  /** The public words of a wish. */
  record Words(long id, @Nullable String title, @Nullable String summary) {}

  @HQL(
      """
      select id, publicTitle, publicSummary from Wish
      where id > :after and publicTitle is not null order by id limit :limit
      """)
  List<Words> published(long after, int limit);

  /**
   * A wish that may be a duplicate of another one.
   *
   * @param title its public title
   */
  record Likeness(long id, String divisionPath, @Nullable String title) {}

  /**
   * Reads those of the wishes that are in the community and are not under a legal hold, erased or
   * withdrawn, newest first.
   */
  @HQL(
      """
      select id, divisionPath, publicTitle from Wish
      where id in :ids and community = :community and held = false and erasedAt is null
        and state <> :withdrawn
      order by id desc
      """)
  List<Likeness> alike(Collection<Long> ids, String community, WishState withdrawn);

  @HQL(
      """
      select id from Wish where resident = :resident and id <> :but order by id desc limit :limit
      """)
  List<Long> ofResident(String resident, long but, int limit);
}
