package org.microwish.report;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.party.DivisionLevel;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.Category;

/** Reads the keys and names of all lines of reports, including lines whose figures are all zero. */
interface ReportQueries {

  /** A division's path and name. */
  record Place(String path, String name) {}

  /** An organisation and its name. */
  record Body(long id, String name) {}

  /** A second-level category. */
  record Sort(String code, Category category, String name) {}

  /** The public words of a wish; the title is null if it is not on the wall. */
  record Words(long id, String number, String title) {}

  @HQL(
      """
      select path, name from Division
      where path like :subtree and level = :level order by path limit :limit
      """)
  List<Place> divisions(String subtree, DivisionLevel level, int limit);

  @HQL(
      """
      select id, name from Organisation
      where divisionPath like :subtree and state = :state order by sortKey, id limit :limit
      """)
  List<Body> organisations(String subtree, OrganisationState state, int limit);

  @HQL("select code, category, nameZh from ConfiguredCategory order by category, code")
  List<Sort> subcategories();

  /** Reads the public words of wishes. A title that was taken off the wall is not shown. */
  @HQL(
      """
      select id, number, case when offWall = false and held = false then publicTitle end
      from Wish where id in :ids
      """)
  List<Words> words(Collection<Long> ids);

  /** Returns an organisation's present members who were checked in at some time of a period. */
  @HQL(
      """
      select distinct c.subjectId from CheckIn c join Member m on m.id = c.subjectId
      where m.organisationId = :organisation and m.erasedAt is null and c.subjectType = :members
        and c.checkedInAt < :end and (c.revokedAt is null or c.revokedAt > :start)
      order by c.subjectId limit :limit
      """)
  List<Long> checkedIn(long organisation, PartyType members, Instant start, Instant end, int limit);

  /** Returns the next members who were checked in at some time of a period, in order of id. */
  @HQL(
      """
      select distinct c.subjectId from CheckIn c join Member m on m.id = c.subjectId
      where c.subjectType = :members and c.subjectId > :after and m.erasedAt is null
        and c.checkedInAt < :end and (c.revokedAt is null or c.revokedAt > :start)
      order by c.subjectId limit :limit
      """)
  List<Long> checkedInAfter(long after, PartyType members, Instant start, Instant end, int limit);

  @SQL(
      """
      INSERT INTO duty_quarter (quarter, last_member) VALUES (:quarter, 0)
      ON DUPLICATE KEY UPDATE last_member = last_member
      """)
  void begin(String quarter);

  /**
   * Locks the row of a quarter and returns the id of the last member whose record is frozen;
   * returns nothing if all records of the quarter are frozen.
   */
  @SQL(
      """
      SELECT last_member FROM duty_quarter WHERE quarter = :quarter AND frozen_at IS NULL FOR UPDATE
      """)
  List<Long> lockQuarter(String quarter);

  @SQL(
      """
      UPDATE duty_quarter SET last_member = :member, frozen_at = :frozenAt WHERE quarter = :quarter
      """)
  void advance(String quarter, long member, @Nullable Instant frozenAt);

  @SQL("SELECT COUNT(*) FROM duty_quarter WHERE quarter = :quarter AND frozen_at IS NOT NULL")
  long isFrozen(String quarter);

  /** Whether a member was checked in at some time of a period. */
  @HQL(
      """
      select count(*) from CheckIn c
      where c.subjectId = :member and c.subjectType = :members
        and c.checkedInAt < :end and (c.revokedAt is null or c.revokedAt > :start)
      """)
  long checkIns(long member, PartyType members, Instant start, Instant end);
}
