package org.microwish.lifecycle.attachment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.ledger.leaf.AggregateType;

/** Queries on the attachments of aggregates. */
public interface Attachments {

  // Notes

  /** The notes of one aggregate, oldest first. */
  @HQL("from Note where aggregateType = :type and aggregateId = :id order by id")
  List<Note> notes(AggregateType type, long id);

  /** The notes of one aggregate that were recorded by these ledger entries. */
  @HQL(
      """
      from Note where aggregateType = :type and aggregateId = :id and entryId in :entryIds
      """)
  List<Note> notes(AggregateType type, long id, Collection<Long> entryIds);

  /** Replaces an account as the author of its notes on one aggregate. */
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

  /** How many pieces of evidence an aggregate and its parts have. */
  @HQL("select count(*) from Evidence where aggregateType = :type and aggregateId = :id")
  long countEvidence(AggregateType type, long id);

  /** A piece of evidence and the aggregate's data key that seals the file's key. */
  record Keyed(long id, long keyId) {}

  @HQL("select id, keyId from Evidence where id in :ids")
  List<Keyed> keys(Collection<Long> ids);

  /** How many of these belong to the aggregate itself, not to one of its parts. */
  @HQL(
      """
      select count(*) from Evidence
      where aggregateType = :type and aggregateId = :id and partId is null and id in :ids
      """)
  long countOfWhole(AggregateType type, long id, Collection<Long> ids);

  /** Replaces the uploader of all evidence of one aggregate that this account uploaded. */
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

  /** Withdraws the current rating. */
  @HQL(
      """
      update Rating set withdrawnAt = :at
      where aggregateType = :type and aggregateId = :id and withdrawnAt is null
      """)
  int withdrawRating(AggregateType type, long id, Instant at);

  /** Replaces an account as the author of its ratings of one aggregate. */
  @HQL(
      """
      update Rating set author = :nobody
      where aggregateType = :type and aggregateId = :id and author = :account
      """)
  int forgetRater(AggregateType type, long id, String account, String nobody);

  // Consents

  /** The consents for one aggregate, oldest first. */
  @HQL("from GuardianConsent where aggregateType = :type and aggregateId = :id order by id")
  List<GuardianConsent> consents(AggregateType type, long id);

  /** Counts the consents that are not withdrawn and were given by someone other than the person. */
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
