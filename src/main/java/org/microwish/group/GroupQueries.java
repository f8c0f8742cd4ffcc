package org.microwish.group;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;

/** Queries on groups and memberships. */
interface GroupQueries {

  /** Ends all memberships of a group. */
  @HQL(
      """
      update Membership set state = :left, liveKey = null, endedAt = :at
      where groupId = :groupId and state in :live
      """)
  int endAll(long groupId, Collection<MembershipState> live, MembershipState left, Instant at);

  /** The parent of a group, whose row stays locked until the transaction ends. */
  @SQL("SELECT parent_id FROM people_group WHERE id = :id FOR UPDATE")
  List<Long> lockedParent(long id);

  @HQL("select count(*) from Membership where memberId = :memberId and liveKey is not null")
  long countLive(long memberId);

  @HQL(
      """
      select count(*) from Membership
      where groupId = :groupId and memberId = :memberId and liveKey is not null
      """)
  long countLive(long groupId, long memberId);

  /** The state of a group, whose row stays locked until the transaction ends; empty for none. */
  @SQL("SELECT state FROM people_group WHERE id = :id FOR UPDATE")
  List<String> lockedState(long id);

  /** Proposed groups do not count: they do not block the organisation's ending. */
  @HQL(
      """
      select count(*) from Group
      where hostId = :hostId and endedAt is null and state <> :proposed
      """)
  long countHosted(long hostId, GroupState proposed);

  @HQL("from Membership where memberId = :memberId order by id")
  List<Membership> ofMember(long memberId);

  @HQL("select id from Group where createdBy = :account and id > :after order by id limit :limit")
  List<Long> proposedBy(String account, long after, int limit);

  /** Excludes sample groups, whose people are fictitious. */
  @HQL(
      """
      select id from Group
      where endedAt < :before and erasedAt is null and held = false and sample = false
      order by endedAt, id limit :limit
      """)
  List<Long> endedBefore(Instant before, int limit);

  /** Selects only the id, so that the membership itself is first read under the group's lock. */
  @HQL("select groupId from Membership where id = :id")
  List<Long> groupOf(long id);
}
