package org.microwish.lifecycle.attachment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.ledger.leaf.AggregateType;

/** Queries on what was added to aggregates. */
public interface Attachments {

  // Notes

  /** The notes of one aggregate, oldest first. */
  @HQL("from Note where aggregateType = :type and aggregateId = :id order by id")
  List<Note> notes(AggregateType type, long id);

  /** Those that came with these entries. */
  @HQL(
      """
      from Note where aggregateType = :type and aggregateId = :id and entryId in :entryIds
      """)
  List<Note> notes(AggregateType type, long id, Collection<Long> entryIds);

  /** Takes an account's name off what it wrote about one aggregate. */
  @HQL(
      """
      update Note set author = :nobody
      where aggregateType = :type and aggregateId = :id and author = :account
      """)
  int forgetAuthor(AggregateType type, long id, String account, String nobody);

  // Evidence

  /** The evidence of one aggregate, oldest first. */
  @HQL("from Evidence where aggregateType = :type and aggregateId = :id order by id")
  List<Evidence> evidence(AggregateType type, long id);

  /** A piece of evidence and the aggregate's data key that its own key is sealed under. */
  record Keyed(long id, long keyId) {}

  @HQL("select id, keyId from Evidence where id in :ids")
  List<Keyed> keys(Collection<Long> ids);

  /** How many of these are evidence of the aggregate itself, not of a part. */
  @HQL(
      """
      select count(*) from Evidence
      where aggregateType = :type and aggregateId = :id and partId is null and id in :ids
      """)
  long countOfWhole(AggregateType type, long id, Collection<Long> ids);

  /** Takes an account's name off what it uploaded to one aggregate. */
  @HQL(
      """
      update Evidence set uploadedBy = :nobody
      where aggregateType = :type and aggregateId = :id and uploadedBy = :account
      """)
  int forgetUploader(AggregateType type, long id, String account, String nobody);

  // Follow-up visits

  /** The visits to one aggregate, oldest first. */
  @HQL("from FollowUp where aggregateType = :type and aggregateId = :id order by id")
  List<FollowUp> followUps(AggregateType type, long id);

  // Ratings

  /** Ends the rating that stands. */
  @HQL(
      """
      update Rating set withdrawnAt = :at
      where aggregateType = :type and aggregateId = :id and withdrawnAt is null
      """)
  int withdrawRating(AggregateType type, long id, Instant at);

  /** Takes an account's name off the ratings that it gave one aggregate. */
  @HQL(
      """
      update Rating set author = :nobody
      where aggregateType = :type and aggregateId = :id and author = :account
      """)
  int forgetRater(AggregateType type, long id, String account, String nobody);

  // Consents

  /** The consents to one aggregate, oldest first. */
  @HQL("from GuardianConsent where aggregateType = :type and aggregateId = :id order by id")
  List<GuardianConsent> consents(AggregateType type, long id);

  /** Consents that stand and that somebody other than the person itself gave. */
  @HQL(
      """
      select count(*) from GuardianConsent
      where aggregateType = :type and aggregateId = :id
        and withdrawnAt is null and relation <> :self
      """)
  long countConsentsOfOthers(AggregateType type, long id, GuardianConsent.Relation self);

  @HQL(
      """
      update GuardianConsent set withdrawnAt = :at
      where aggregateType = :type and aggregateId = :id and withdrawnAt is null
      """)
  int withdrawConsents(AggregateType type, long id, Instant at);

  @HQL("delete from GuardianConsent where aggregateType = :type and aggregateId = :id")
  int deleteConsents(AggregateType type, long id);
}
