package org.microwish.party;

import jakarta.annotation.Nullable;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/** Queries on organisations that are not by one id. */
interface OrganisationQueries {

  /** An organisation's name. */
  record Named(long id, String name) {}

  @HQL("select id, name from Organisation where id in :ids")
  List<Named> names(Collection<Long> ids);

  /** Locked until the transaction ends; in the order of ids, so that nobody waits in a circle. */
  @SQL(
      """
      SELECT id, state, division_path FROM organisation WHERE id IN (:ids) ORDER BY id FOR UPDATE
      """)
  List<LockedOrganisation> lock(Collection<Long> ids);

  /** The organisation above, locked until the transaction ends; null at the top. */
  @Nullable
  @SQL("SELECT parent_id FROM organisation WHERE id = :id FOR UPDATE")
  Long lockParent(long id);

  @HQL("select count(*) from Member where organisationId = :id and state = :state")
  long countMembers(long id, MemberState state);

  @HQL("select count(*) from Organisation where parentId = :id and state = :state")
  long countBelow(long id, OrganisationState state);

  /** Who has a credit code now. */
  record Holder(long id, String creditCode) {}

  @HQL("select id, creditCode from Organisation where liveCreditCode in :codes")
  List<Holder> holders(Collection<String> codes);
}
