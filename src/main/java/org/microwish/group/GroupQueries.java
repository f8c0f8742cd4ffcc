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

  /** Takes the row's lock and raises its version, in one of these states. */
  @SQL("UPDATE people_group SET version = version + 1 WHERE id = :id AND state IN (:states)")
  int lock(long id, List<String> states);

  /** The same, where a place is free. */
  @SQL(
      """
      UPDATE people_group SET version = version + 1
      WHERE id = :id AND state IN (:states) AND (places IS NULL OR members < places)
      """)
  int lockWithRoom(long id, List<String> states);

  @HQL("from Membership where groupId = :groupId and memberId = :memberId and state in :states")
  List<Membership> of(long groupId, long memberId, Collection<MembershipState> states);

  /** Ends all memberships of a group. */
  @HQL(
      """
      update Membership set state = :left, liveKey = null, endedAt = :at
      where groupId = :groupId and state in :live
      """)
  int endAll(long groupId, Collection<MembershipState> live, MembershipState left, Instant at);

  /** The parent of a group, locked until the transaction ends so that it stays. */
  @SQL("SELECT parent_id FROM people_group WHERE id = :id FOR UPDATE")
  List<Long> lockedParent(long id);

  @HQL("select count(*) from Membership where memberId = :memberId and liveKey is not null")
  long countLive(long memberId);

  /** A mere proposal ties nobody. */
  @HQL(
      """
      select count(*) from Group
      where hostId = :hostId and endedAt is null and state <> :proposed
      """)
  long countHosted(long hostId, GroupState proposed);

  @HQL("from Membership where memberId = :memberId order by id")
  List<Membership> ofMember(long memberId);
}
