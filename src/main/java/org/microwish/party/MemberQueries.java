package org.microwish.party;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on members, their skills and service areas. */
interface MemberQueries {

  @HQL("select count(*) from Member where divisionPath = :path and state = :state")
  long countActive(String path, MemberState state);

  /**
   * Returns members who live, work or are ready to serve in merged divisions, each once with the
   * path of its own division.
   */
  @SQL(
      """
      SELECT m.id, m.division_path FROM division d JOIN member m ON m.division_path = d.path
      WHERE d.successor IS NOT NULL AND m.state = :state AND m.held = FALSE
      UNION
      SELECT m.id, m.division_path FROM division d
      JOIN member_service_area a ON a.division_path = d.path
      JOIN member m ON m.id = a.member_id
      WHERE d.successor IS NOT NULL AND m.state = :state AND m.held = FALSE
      ORDER BY id LIMIT :limit
      """)
  List<DivisionContents.Misplaced> misplaced(String state, int limit);

  @HQL("from Member where id in :ids")
  List<Member> all(Collection<Long> ids);

  @HQL("select id from Member where id in :ids and held = true")
  List<Long> held(Collection<Long> ids);

  @HQL("from MemberSkill where key.memberId in :ids order by key")
  List<MemberSkill> skills(Collection<Long> ids);

  @HQL("from MemberServiceArea where key.memberId in :ids order by key")
  List<MemberServiceArea> serviceAreas(Collection<Long> ids);

  /**
   * Reads paths without loading the rows into the session, so that rows with the same keys can be
   * added afterwards.
   */
  @HQL("select key.divisionPath from MemberServiceArea where key.memberId = :id")
  List<String> areaPaths(long id);

  @HQL("delete from MemberSkill where key.memberId = :id")
  void deleteSkills(long id);

  @HQL("delete from MemberServiceArea where key.memberId = :id")
  void deleteServiceAreas(long id);

  /** Locks members until the transaction ends, in the order of ids to avoid deadlocks. */
  @SQL(
      """
      SELECT id, state, organisation_id, division_path, held
      FROM member WHERE id IN (:ids) ORDER BY id FOR UPDATE
      """)
  List<LockedMember> lock(Collection<Long> ids);

  @HQL(
      """
      select id from Member where account = :account and id > :after order by id limit :limit
      """)
  List<Long> ofAccount(String account, long after, int limit);

  /**
   * Returns the ids of members in a state whose last change was at or before a time, and that are
   * neither under a legal hold nor erased.
   */
  @HQL(
      """
      select id from Member
      where erasedAt is null and held = false and state = :state and updatedAt <= :until
      order by id limit :limit
      """)
  List<Long> unchangedSince(MemberState state, Instant until, int limit);
}
