package org.microwish.party;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;

/** Queries on check-ins. */
interface CheckInQueries {

  /** A community with which a subject is checked in now. */
  record Community(long subjectId, String path) {}

  @HQL(
      """
      select subjectId, divisionPath from CheckIn
      where subjectType = :type and subjectId in :ids and liveKey is not null
      order by divisionPath
      """)
  List<Community> communities(PartyType type, Collection<Long> ids);

  /** Returns the paths of the communities with which a subject was checked in at that time. */
  @HQL(
      """
      select divisionPath from CheckIn
      where subjectType = :type and subjectId = :id and checkedInAt <= :at
        and (revokedAt is null or revokedAt > :at)
      """)
  List<String> communitiesAt(PartyType type, long id, Instant at);

  @HQL(
      """
      select count(*) from CheckIn
      where subjectType = :type and subjectId = :id and liveKey is not null
      """)
  long countLive(PartyType type, long id);

  @HQL(
      """
      select id from CheckIn
      where subjectType = :type and subjectId = :id and liveKey is not null order by id
      """)
  List<Long> live(PartyType type, long id);

  @HQL("select count(*) from CheckIn where divisionPath = :path and liveKey is not null")
  long countLive(String path);

  /** Returns the live check-ins with merged communities, each with the path of the successor. */
  @HQL(
      """
      select x.id, s.path from CheckIn x
      join Division d on d.path = x.divisionPath join Division s on s.code = d.successor
      where x.liveKey is not null
      order by x.id limit :limit
      """)
  List<DivisionContents.Misplaced> misplaced(int limit);

  @HQL("from CheckIn where subjectType = :type and subjectId = :id order by id")
  List<CheckIn> of(PartyType type, long id);

  @HQL("select id from CheckIn where liveKey in :keys")
  List<Long> live(Collection<String> keys);
}
