package org.microwish.rights;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.processing.HQL;
import org.microwish.privacy.SubjectType;

/** Queries for erasures and legal holds. */
interface ErasureQueries {

  @HQL("from Erasure where subjectType = :type and subjectKey = :key")
  Optional<Erasure> of(SubjectRef.Type type, String key);

  @HQL("select subjectType, subjectKey from Erasure where listed = false limit :limit")
  List<ErasureList.Line> unlisted(int limit);

  /** Returns the keys of erasures that the ledger is to record by now. */
  @HQL(
      """
      select subjectKey from Erasure
      where subjectType = :type and entryId is null and recordAt <= :now
      order by subjectKey limit :limit
      """)
  List<String> unrecorded(SubjectRef.Type type, Instant now, int limit);

  @HQL(
      """
      update Erasure set entryId = :entryId
      where subjectType = :type and subjectKey = :key and entryId is null
      """)
  int setRecorded(SubjectRef.Type type, String key, Long entryId);

  @HQL("update Erasure set listed = true where subjectType = :type and subjectKey = :key")
  void setListed(SubjectRef.Type type, String key);

  /** Marks the live legal hold of a subject, if there is one, as released. */
  @HQL(
      """
      update LegalHold set liveKey = null, releasedBy = :by, releasedAt = :at
      where subjectType = :type and subjectId = :id and liveKey is not null
      """)
  void releaseHold(SubjectType type, long id, String by, Instant at);
}
