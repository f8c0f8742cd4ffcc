package org.microwish.lifecycle.attachment;

import jakarta.annotation.Nullable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.microwish.ledger.leaf.AggregateType;

/** Queries on the attachments of aggregates. */
public interface Attachments {

  // Notes

  /** Returns the notes on one aggregate, oldest first. */
  @HQL("from Note where aggregateType = :type and aggregateId = :id order by id")
  List<Note> notes(AggregateType type, long id);

  /** Returns the notes on one aggregate that were recorded by the given ledger entries. */
  @HQL(
      """
      from Note where aggregateType = :type and aggregateId = :id and entryId in :entryIds
      """)
  List<Note> notes(AggregateType type, long id, Collection<Long> entryIds);

  /** Replaces {@code account} by {@code nobody} as the author of notes on one aggregate. */
  @HQL(
      """
      update Note set author = :nobody
      where aggregateType = :type and aggregateId = :id and author = :account
      """)
  int forgetAuthor(AggregateType type, long id, String account, String nobody);

  // Evidence

  /** Returns the evidence of one aggregate and of its parts, such as claims, oldest first. */
  @HQL("from Evidence where aggregateType = :type and aggregateId = :id order by id")
  List<Evidence> evidence(AggregateType type, long id);

  /** Returns how many pieces of evidence an aggregate and its parts have together. */
  @HQL("select count(*) from Evidence where aggregateType = :type and aggregateId = :id")
  long countEvidence(AggregateType type, long id);

  /**
   * A piece of evidence and its aggregate's data key.
   *
   * @param id the id of the evidence
   * @param keyId the id of the data key under which the file's own key is sealed
   */
  record Keyed(long id, long keyId) {}

  @HQL("select id, keyId from Evidence where id in :ids")
  List<Keyed> keys(Collection<Long> ids);

  /**
   * Returns how many of the given pieces of evidence belong to the aggregate itself, not to one of
   * its parts.
   */
  @HQL(
      """
      select count(*) from Evidence
      where aggregateType = :type and aggregateId = :id and partId is null and id in :ids
      """)
  long countOfWhole(AggregateType type, long id, Collection<Long> ids);

  /** Returns how many of the given pieces of evidence of the aggregate itself are of this kind. */
  @HQL(
      """
      select count(*) from Evidence
      where aggregateType = :type and aggregateId = :id and partId is null and kind = :kind
        and id in :ids
      """)
  long countOfWhole(AggregateType type, long id, Evidence.Kind kind, Collection<Long> ids);

  /** Replaces {@code account} by {@code nobody} as the uploader of evidence on one aggregate. */
  @HQL(
      """
      update Evidence set uploadedBy = :nobody
      where aggregateType = :type and aggregateId = :id and uploadedBy = :account
      """)
  int forgetUploader(AggregateType type, long id, String account, String nobody);

  // Follow-up visits

  /** Returns the follow-up visits of one aggregate, oldest first. */
  @HQL("from FollowUp where aggregateType = :type and aggregateId = :id order by id")
  List<FollowUp> followUps(AggregateType type, long id);

  /**
   * Records what a visit led to: the entry that resumed the work, or a new wish. Returns 0 if such
   * a result is already recorded for the visit, otherwise 1.
   */
  @HQL(
      """
      update FollowUp set redoEntry = :redoEntry, nextWish = :nextWish
      where id = :id and redoEntry is null and nextWish is null
      """)
  int lead(long id, @Nullable Long redoEntry, @Nullable Long nextWish);

  // Ratings

  /** Withdraws the current rating of one aggregate, if there is one. */
  @HQL(
      """
      update Rating set withdrawnAt = :at
      where aggregateType = :type and aggregateId = :id and withdrawnAt is null
      """)
  int withdrawRating(AggregateType type, long id, Instant at);

  /** Replaces {@code account} by {@code nobody} as the author of ratings of one aggregate. */
  @HQL(
      """
      update Rating set author = :nobody
      where aggregateType = :type and aggregateId = :id and author = :account
      """)
  int forgetRater(AggregateType type, long id, String account, String nobody);

  // Consents

  /** Returns the consents recorded for one aggregate, oldest first. */
  @HQL("from Consent where aggregateType = :type and aggregateId = :id order by id")
  List<Consent> consents(AggregateType type, long id);

  /**
   * Counts the consents for one aggregate that are not withdrawn and whose relation is not {@code
   * self}: those given by somebody other than the person concerned.
   */
  @HQL(
      """
      select count(*) from Consent
      where aggregateType = :type and aggregateId = :id
        and withdrawnAt is null and relation <> :self and purpose = :purpose
      """)
  long countConsentsOfOthers(
      AggregateType type, long id, Consent.Relation self, Consent.Purpose purpose);

  /** Counts the consents for one aggregate and purpose that are not withdrawn. */
  @HQL(
      """
      select count(*) from Consent
      where aggregateType = :type and aggregateId = :id and purpose = :purpose
        and withdrawnAt is null
      """)
  long countConsents(AggregateType type, long id, Consent.Purpose purpose);

  /** Returns 1 if this consent to be shown to the public is in force, otherwise 0. */
  @HQL(
      """
      select count(*) from Consent
      where id = :consent and aggregateType = :type and aggregateId = :id
        and purpose <> :handling and withdrawnAt is null
      """)
  long countConsent(long consent, AggregateType type, long id, Consent.Purpose handling);

  /**
   * Withdraws one consent of the aggregate to be shown to the public; returns 0 if there is none
   * that is in force.
   */
  @HQL(
      """
      update Consent set withdrawnAt = :at
      where id = :consent and aggregateType = :type and aggregateId = :id
        and purpose <> :handling and withdrawnAt is null
      """)
  int withdrawConsent(
      long consent, AggregateType type, long id, Consent.Purpose handling, Instant at);

  @HQL(
      """
      update Consent set withdrawnAt = :at
      where aggregateType = :type and aggregateId = :id and withdrawnAt is null
      """)
  int withdrawConsents(AggregateType type, long id, Instant at);

  @HQL("delete from Consent where aggregateType = :type and aggregateId = :id")
  int deleteConsents(AggregateType type, long id);
}
