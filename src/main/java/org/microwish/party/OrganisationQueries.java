package org.microwish.party;

import jakarta.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on several organisations, their members and their hierarchy. */
interface OrganisationQueries {

  @HQL("select count(*) from Organisation where divisionPath = :path and state = :state")
  long countIn(String path, OrganisationState state);

  /** Returns the organisations of merged divisions, each with the path of the successor. */
  @HQL(
      """
      select x.id, s.path from Organisation x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.state = :state
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(OrganisationState state, int limit);

  /** The id and name of an organisation. */
  record Named(long id, String name) {}

  /** Reads ids and names. SQL, because Hibernate translates HQL with a list anew for each call. */
  @SQL("SELECT id, name FROM organisation WHERE id IN (:ids)")
  List<Named> names(Collection<Long> ids);

  /** Locks organisations until the transaction ends, in the order of ids to avoid deadlocks. */
  @SQL(
      """
      SELECT id, state, division_path FROM organisation WHERE id IN (:ids) ORDER BY id FOR UPDATE
      """)
  List<LockedOrganisation> lock(Collection<Long> ids);

  /**
   * Locks an organisation until the transaction ends and returns its parent; null if it has none.
   */
  @Nullable
  @SQL("SELECT parent_id FROM organisation WHERE id = :id FOR UPDATE")
  Long lockParent(long id);

  @HQL("select count(*) from Member where organisationId = :id and state = :state")
  long countMembers(long id, MemberState state);

  @HQL("select count(*) from Organisation where parentId = :id and state = :state")
  long countBelow(long id, OrganisationState state);

  @HQL(
      "select id from Member where organisationId = :id and state = :state order by id limit :limit")
  List<Long> members(long id, MemberState state, int limit);

  @HQL(
      "select id from Organisation where parentId = :id and state = :state order by id limit :limit")
  List<Long> below(long id, OrganisationState state, int limit);

  @HQL("from OrganisationName where key.organisationId = :id order by key.version")
  List<OrganisationName> formerNames(long id);

  /** Reads organisations without a sort key. */
  @HQL(
      """
      select id, name from Organisation
      where id > :after and sortKey = '' order by id limit :limit
      """)
  List<Named> unsorted(long after, int limit);

  /** Sets a missing sort key, unless the organisation was renamed meanwhile. */
  @HQL(
      """
      update Organisation set sortKey = :sortKey
      where id = :id and sortKey = '' and name = :name
      """)
  int sort(long id, String name, String sortKey);

  /** An active organisation and its credit code. */
  record Holder(long id, String creditCode) {}

  @HQL("select id, creditCode from Organisation where liveCreditCode in :codes")
  List<Holder> holders(Collection<String> codes);
}
