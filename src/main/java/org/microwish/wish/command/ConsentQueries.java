package org.microwish.wish.command;

import java.time.Instant;
import java.util.Collection;
import org.hibernate.annotations.processing.HQL;
import org.microwish.wish.GuardianConsent;

/** Consents to a wish, and the resident's own evidence. */
interface ConsentQueries {

  /** Consents that stand and that somebody other than the person itself gave. */
  @HQL(
      """
      select count(*) from GuardianConsent
      where wishId = :wishId and withdrawnAt is null and relation <> :self
      """)
  long countConsentsOfOthers(long wishId, GuardianConsent.Relation self);

  @HQL(
      """
      update GuardianConsent set withdrawnAt = :at where wishId = :wishId and withdrawnAt is null
      """)
  int withdrawConsents(long wishId, Instant at);

  /** Evidence of the wish itself, not of a claim: what a claimant uploads proves nothing here. */
  @HQL(
      """
      select count(*) from Evidence where wishId = :wishId and claimId is null and id in :ids
      """)
  long countResidentsEvidence(long wishId, Collection<Long> ids);
}
