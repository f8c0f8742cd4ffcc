package org.microwish.activity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.party.DivisionContents;

/** Queries on activities, their sessions and enrolments. */
interface ActivityQueries {

  /**
   * Reads the state of an activity and locks the activity's row until the transaction ends; empty
   * if the activity does not exist.
   */
  @SQL("SELECT state FROM activity WHERE id = :id FOR UPDATE")
  List<String> lockedState(long id);

  /**
   * Reads the state of a group and locks the group's row until the transaction ends; empty if the
   * group does not exist.
   */
  @SQL("SELECT state FROM people_group WHERE id = :id FOR UPDATE")
  List<String> lockedGroupState(long id);

  /** Returns 1 if the member leads the group and the group is active, otherwise 0. */
  @SQL(
      """
      SELECT COUNT(*) FROM people_group
      WHERE id = :groupId AND leader_id = :memberId AND state = 'ACTIVE'
      """)
  long countLed(long groupId, long memberId);

  @HQL("from ActivitySession where activityId in :activities order by startsAt, id")
  List<ActivitySession> sessions(Collection<Long> activities);

  /** Returns the sessions of a member's live enrolments that end after a time. */
  @HQL(
      """
      select s from ActivitySession s join Enrolment e on e.sessionId = s.id
      where e.memberId = :memberId and e.liveKey is not null and s.endsAt > :after
      order by s.startsAt, s.id limit 500
      """)
  List<ActivitySession> ofMember(long memberId, Instant after);

  @HQL("from Activity where id in :ids and held = false")
  List<Activity> usable(Collection<Long> ids);

  @HQL("delete from ActivitySession where activityId = :activityId")
  int deleteSessions(long activityId);

  /** Takes a seat of a session; returns 0 if all seats are taken. */
  @HQL("update ActivitySession set taken = taken + 1 where id = :id and taken < seats")
  int takeSeat(long id);

  @HQL("update ActivitySession set taken = taken - 1 where id = :id and taken > 0")
  int freeSeat(long id);

  @HQL("update ActivitySession set taken = 0 where activityId = :activityId")
  int freeSeats(long activityId);

  @HQL("select count(*) from Enrolment where liveKey = :key")
  long countLive(String key);

  @HQL(
      """
      from Enrolment where sessionId = :sessionId and state = :waiting order by signedUpAt, id
      limit 1
      """)
  List<Enrolment> firstWaiting(long sessionId, EnrolmentState waiting);

  /** Ends the enrolments of an activity that have a state of {@code open}. */
  @HQL(
      """
      update Enrolment set state = :cancelled, liveKey = null, endedAt = :at
      where activityId = :activityId and state in :open
      """)
  int endAll(
      long activityId, Collection<EnrolmentState> open, EnrolmentState cancelled, Instant at);

  /** Changes the state of all enrolments of an activity in one state. */
  @HQL("update Enrolment set state = :next where activityId = :activityId and state = :before")
  int change(long activityId, EnrolmentState before, EnrolmentState next);

  /** The number of attendances and the sum of their minutes. */
  record Attended(long people, Long minutes) {}

  @HQL(
      """
      select count(*), sum(minutes) from Enrolment
      where activityId = :activityId and state = :attended
      """)
  Attended attended(long activityId, EnrolmentState attended);

  /** The attendances of a member in settled activities and the sum of their minutes. */
  @HQL(
      """
      select count(*), sum(e.minutes) from Enrolment e join Activity a on a.id = e.activityId
      where e.memberId = :memberId and e.state = :attended and a.state = :settled
      """)
  Attended settled(long memberId, EnrolmentState attended, ActivityState settled);

  /** Counts the enrolments of a member in an activity, also ended ones. */
  @HQL("select count(*) from Enrolment where activityId = :activityId and memberId = :memberId")
  long countIn(long activityId, long memberId);

  @HQL("select activityId from Enrolment where id = :id")
  List<Long> activityOf(long id);

  @HQL("from Enrolment where memberId = :memberId order by id")
  List<Enrolment> ofMember(long memberId);

  @HQL("select count(*) from Enrolment where memberId = :memberId and state in :open")
  long countOpen(long memberId, Collection<EnrolmentState> open);

  @HQL("select count(*) from Activity where divisionPath = :path and endedAt is null")
  long countLiveIn(String path);

  /**
   * Returns the activities of merged divisions, each with the path of the successor; without those
   * that have ended or are under a legal hold.
   */
  @HQL(
      """
      select x.id, s.path from Activity x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.endedAt is null and x.held = false
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(int limit);

  /** Counts the activities that an organisation hosts and that have not ended. */
  @HQL("select count(*) from Activity where hostId = :hostId and endedAt is null")
  long countHosted(long hostId);

  @HQL(
      "select id from Activity where createdBy = :account and id > :after order by id limit :limit")
  List<Long> createdBy(String account, long after, int limit);

  /**
   * Finds activities that ended before a time and are not erased yet. Excludes activities under a
   * legal hold and sample activities, whose people are fictitious.
   */
  @HQL(
      """
      select id from Activity
      where endedAt < :before and erasedAt is null and held = false and sample = false
      order by endedAt, id limit :limit
      """)
  List<Long> endedBefore(Instant before, int limit);
}
