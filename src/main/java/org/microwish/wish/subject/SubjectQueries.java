package org.microwish.wish.subject;

import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.Claim;
import org.microwish.wish.Invitation;
import org.microwish.wish.lifecycle.ClaimantType;

/** Queries for export, erasure and retention of personal data in wishes and claims. */
interface SubjectQueries {

  @HQL(
      """
      select c from Claim c join ClaimParticipant p on p.key.claimId = c.id
      where p.key.memberId = :memberId order by c.id
      """)
  List<Claim> ofParticipant(long memberId);

  /** Returns the claims that a member took part in and left, each once. */
  @HQL(
      """
      select distinct c from Claim c join FormerParticipant p on p.key.claimId = c.id
      where p.key.memberId = :memberId order by c.id
      """)
  List<Claim> ofFormerParticipant(long memberId);

  @SQL(
      """
      SELECT id FROM claim
      WHERE claimant_type = :type AND claimant_id = :claimantId
        AND state IN ('PENDING', 'ACTIVE') AND delivered_at IS NULL
      """)
  List<Long> undelivered(String type, long claimantId);

  @SQL(
      """
      SELECT id FROM claim
      WHERE claimant_type = :type AND claimant_id = :claimantId
        AND state IN ('PENDING', 'ACTIVE')
      """)
  List<Long> live(String type, long claimantId);

  @SQL(
      """
      SELECT c.id FROM claim_participant p JOIN claim c ON c.id = p.claim_id
      WHERE p.member_id = :memberId AND c.state IN ('PENDING', 'ACTIVE')
      """)
  List<Long> liveOfParticipant(long memberId);

  @SQL(
      """
      SELECT c.id FROM claim_participant p JOIN claim c ON c.id = p.claim_id
      WHERE p.member_id = :memberId AND c.state IN ('PENDING', 'ACTIVE')
        AND c.delivered_at IS NULL
      """)
  List<Long> undeliveredOfParticipant(long memberId);

  /**
   * Returns the ids of the claims in which a member takes part and that are live, or completed on a
   * FULFILLED wish, which can be reopened.
   */
  @SQL(
      """
      SELECT c.id FROM claim_participant p
      JOIN claim c ON c.id = p.claim_id
      JOIN wish w ON w.id = c.wish_id
      WHERE p.member_id = :memberId
        AND (c.state IN ('PENDING', 'ACTIVE') OR c.state = 'COMPLETED' AND w.state = 'FULFILLED')
      """)
  List<Long> unfinishedOfParticipant(long memberId);

  @SQL("SELECT id FROM wish WHERE id = :id FOR UPDATE")
  List<Long> lock(long id);

  @HQL("select id from Wish where resident = :account and id > :after order by id limit :limit")
  List<Long> ofResident(String account, long after, int limit);

  // The following queries find wishes that are due for erasure, one query per reason, so that each
  // can use its own index. Sample data is never due: the people are fictitious, and the dates are
  // long past.

  @SQL(
      """
      SELECT id FROM wish
      WHERE consent = 'WITHDRAWN'
        AND state IN ('FULFILLED', 'ARCHIVED', 'REJECTED', 'REFERRED', 'WITHDRAWN')
        AND erased_at IS NULL AND held = FALSE AND sample = FALSE
      ORDER BY id LIMIT :most
      """)
  List<Long> withoutConsent(int most);

  @SQL(
      """
      SELECT id FROM wish
      WHERE ended_at <= :until AND state IN ('ARCHIVED', 'REJECTED', 'REFERRED', 'WITHDRAWN')
        AND erased_at IS NULL AND held = FALSE AND sample = FALSE
      ORDER BY id LIMIT :most
      """)
  List<Long> endedBefore(Instant until, int most);

  @SQL(
      """
      SELECT id FROM wish
      WHERE updated_at <= :until AND state IN ('DRAFT', 'RETURNED', 'EXPIRED')
        AND erased_at IS NULL AND held = FALSE AND sample = FALSE
      ORDER BY id LIMIT :most
      """)
  List<Long> givenUpBefore(Instant until, int most);

  @HQL("from Invitation where claimantType = :type and claimantId = :claimantId order by id")
  List<Invitation> invitations(ClaimantType type, long claimantId);
}
