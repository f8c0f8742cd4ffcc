package org.microwish.group;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.party.DivisionContents;

/** Queries on groups and memberships. */
interface GroupQueries {

  @HQL("select count(*) from Group where divisionPath = :path and state <> :disbanded")
  long countIn(String path, GroupState disbanded);

  /**
   * Returns the groups of merged divisions, each with the path of the successor; without disbanded
   * groups and groups under a legal hold.
   */
  @HQL(
      """
      select x.id, s.path from Group x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.state <> :disbanded and x.held = false
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(GroupState disbanded, int limit);

  /**
   * Sets all memberships of a group that have a state of {@code live} to the state {@code left}.
   */
  @HQL(
      """
      update Membership set state = :left, liveKey = null, endedAt = :at
      where groupId = :groupId and state in :live
      """)
  int endAll(long groupId, Collection<MembershipState> live, MembershipState left, Instant at);

  /**
   * Reads the id of a group's parent. Locks the row of the group, not that of the parent, until the
   * transaction ends.
   */
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

  /**
   * Reads the state of a group and locks the group's row until the transaction ends; empty if the
   * group does not exist.
   */
  @SQL("SELECT state FROM people_group WHERE id = :id FOR UPDATE")
  List<String> lockedState(long id);

  /**
   * Counts the groups that an organisation hosts, without disbanded and proposed groups. Hosting a
   * proposed group does not prevent an organisation from being dissolved.
   */
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

  /**
   * Finds groups that were disbanded before a time and are not erased yet. Excludes groups under a
   * legal hold and sample groups, whose people are fictitious.
   */
  @HQL(
      """
      select id from Group
      where endedAt < :before and erasedAt is null and held = false and sample = false
      order by endedAt, id limit :limit
      """)
  List<Long> endedBefore(Instant before, int limit);

  /**
   * Reads the id of a membership's group. The membership itself is not read, so that it is first
   * read under the group's lock.
   */
  @HQL("select groupId from Membership where id = :id")
  List<Long> groupOf(long id);
}
