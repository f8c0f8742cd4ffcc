package org.microwish.wish;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.wish.lifecycle.ClaimState;

/** Queries for claims, their participants and the counts of live claims per claimant. */
interface ClaimQueries {

  @HQL("from Claim where wishId = :wishId and state in :states order by id")
  List<Claim> ofWish(long wishId, Collection<ClaimState> states);

  @HQL("from Claim where wishId = :wishId order by id")
  List<Claim> ofWish(long wishId);

  @HQL("select wishId from Claim where id = :claimId")
  List<Long> wishOf(long claimId);

  @HQL("select key.memberId from ClaimParticipant where key.claimId = :claimId")
  List<Long> participants(long claimId);

  @HQL("from ClaimParticipant where key.claimId in :claimIds")
  List<ClaimParticipant> participants(Collection<Long> claimIds);

  @HQL("from FormerParticipant where key.claimId in :claimIds order by leftAt, key.memberId")
  List<FormerParticipant> formerParticipants(Collection<Long> claimIds);

  /**
   * Counts the lapsed claims that bar the claimant from the wish at that time; see {@link
   * Claims#barred}.
   */
  @SQL(
      """
      SELECT COUNT(*) FROM claim
      WHERE wish_id = :wishId AND claimant_type = :type AND claimant_id = :claimantId
        AND state = 'LAPSED' AND activated_at IS NOT NULL
        AND COALESCE(barred_until, ended_at + INTERVAL 7 DAY) > :at
      """)
  long lapses(long wishId, String type, long claimantId, Instant at);

  /** Returns the ids of the undelivered live claims of an organisation and of its members. */
  @HQL(
      """
      select id from Claim
      where organisationId = :organisationId and state in :states and deliveredAt is null
      order by id limit :limit
      """)
  List<Long> unfinished(long organisationId, Collection<ClaimState> states, int limit);

  /**
   * Returns those of the given members who take part in a claim of the wish that has one of the
   * given states and is not {@code except}.
   */
  @HQL(
      """
      select p.key.memberId from ClaimParticipant p join Claim c on c.id = p.key.claimId
      where c.wishId = :wishId and c.id <> :except and c.state in :states
        and p.key.memberId in :memberIds
      """)
  List<Long> takingPart(
      long wishId, long except, Collection<ClaimState> states, Collection<Long> memberIds);

  @SQL(
      """
      INSERT INTO claim_declined (wish_id, member_id, declined_at)
      VALUES (:wishId, :memberId, :at) ON DUPLICATE KEY UPDATE declined_at = declined_at
      """)
  int decline(long wishId, long memberId, Instant at);

  @SQL("DELETE FROM claim_declined WHERE wish_id = :wishId AND member_id = :memberId")
  int allow(long wishId, long memberId);

  /** Returns those of the members who have declined to take part in a claim of the wish. */
  @SQL("SELECT member_id FROM claim_declined WHERE wish_id = :wishId AND member_id IN (:memberIds)")
  List<Long> declined(long wishId, Collection<Long> memberIds);

  // Counts of live claims per claimant -----------------------------------------------------------

  /** Increments a claimant's count of live claims by one; does not check the limit. */
  @SQL(
      """
      INSERT INTO claim_quota (claimant_type, claimant_id, live_claims)
      VALUES (:type, :claimantId, 1) ON DUPLICATE KEY UPDATE live_claims = live_claims + 1
      """)
  int countUp(String type, long claimantId);

  /** Creates a claimant's count of live claims if there is none yet, so that it can be locked. */
  @SQL(
      """
      INSERT INTO claim_quota (claimant_type, claimant_id, live_claims)
      VALUES (:type, :claimantId, 0) ON DUPLICATE KEY UPDATE live_claims = live_claims
      """)
  int count(String type, long claimantId);

  @SQL(
      """
      SELECT live_claims FROM claim_quota
      WHERE claimant_type = :type AND claimant_id = :claimantId FOR UPDATE
      """)
  int lockCount(String type, long claimantId);

  @SQL(
      """
      UPDATE claim_quota SET live_claims = live_claims - 1
      WHERE claimant_type = :type AND claimant_id = :claimantId
      """)
  int countDown(String type, long claimantId);

  /** A claimant whose claim is ACTIVE or COMPLETED; {@code name} is null for a member. */
  record Shown(long wishId, String type, long claimantId, String name) {}

  /** Returns at most {@code most} claimants of each wish, in the order of their claims. */
  @SQL(
      """
      SELECT f.wish_id, f.claimant_type, f.claimant_id, o.name
      FROM (
        SELECT c.id, c.wish_id, c.claimant_type, c.claimant_id,
          ROW_NUMBER() OVER (PARTITION BY c.wish_id ORDER BY c.id) AS place
        FROM claim c
        WHERE c.wish_id IN (:wishIds) AND c.state IN ('ACTIVE', 'COMPLETED')
      ) f
      LEFT JOIN organisation o ON f.claimant_type = 'ORGANISATION' AND o.id = f.claimant_id
      WHERE f.place <= :most
      ORDER BY f.wish_id, f.id
      """)
  List<Shown> firstClaimants(Collection<Long> wishIds, int most);
}
