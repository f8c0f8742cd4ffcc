package org.microwish.matching.plan;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.party.MemberState;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Queries for plans: their jobs, and the facts that they are computed from. */
interface PlanQueries {

  // jobs ------------------------------------------------------------------------------------------

  /** Returns the id of the oldest unfinished plan without a valid lease; at most one. */
  @HQL(
      """
      select id from MatchingPlan
      where state = :state and leaseUntil <= :now
      order by id
      limit 1
      """)
  List<Long> waiting(MatchingPlan.State state, Instant now);

  /** Begins a further attempt; returns 0 if another instance began first, otherwise 1. */
  @HQL(
      """
      update MatchingPlan set leaseUntil = :until, attempts = attempts + 1
      where id = :id and state = :state and leaseUntil <= :now
      """)
  int lease(long id, MatchingPlan.State state, Instant now, Instant until);

  /**
   * Locks a plan, extends its lease and notes the phase; returns 0 if another attempt has begun or
   * the plan is finished, otherwise 1.
   */
  @HQL(
      """
      update MatchingPlan set leaseUntil = :until, phase = :phase
      where id = :id and state = :state and attempts = :attempt
      """)
  int keep(long id, int attempt, MatchingPlan.State state, MatchingPlan.Phase phase, Instant until);

  @HQL("select count(*) from MatchingPlan where account = :account and state = :state")
  long count(String account, MatchingPlan.State state);

  @HQL("select id from MatchingPlan where expiresAt <= :now order by id limit :limit")
  List<Long> expired(Instant now, int limit);

  @HQL("delete from MatchingPlan where id = :id")
  int delete(long id);

  @SQL("DELETE FROM matching_plan_pair WHERE plan_id = :id LIMIT :limit")
  int deletePairs(long id, int limit);

  @SQL("DELETE FROM matching_plan_unserved WHERE plan_id = :id LIMIT :limit")
  int deleteUnserved(long id, int limit);

  @SQL("DELETE FROM matching_plan_load WHERE plan_id = :id LIMIT :limit")
  int deleteLoads(long id, int limit);

  // facts -----------------------------------------------------------------------------------------

  /** The number of leaves in the ledger's tree. */
  @SQL("SELECT size FROM ledger_head WHERE log_id = 1")
  long treeSize();

  /** What a plan needs to know about an open wish. */
  record OpenWish(
      long id,
      String divisionPath,
      Category category,
      String neededSkill,
      ClaimableBy claimableBy,
      ClaimableFrom claimableFrom,
      Capacity capacity,
      int places,
      int placesTaken,
      BigDecimal budget,
      BigDecimal amountTaken,
      BigDecimal committed,
      BigDecimal spent,
      Instant claimBy,
      Instant publishedAt,
      String resident) {}

  /**
   * Returns the wishes of a subtree that can be claimed now, whoever claims.
   *
   * @param paths a LIKE pattern of paths
   */
  @HQL(
      """
      select id, divisionPath, category, neededSkill, claimableBy, claimableFrom, capacity,
        places, placesTaken, budget, amountTaken, committed, spent, claimBy, publishedAt, resident
      from Wish
      where state = :state and divisionPath like :paths and claimingClosed = false
        and offWall = false and held = false and (claimBy is null or claimBy > :now)
      order by id limit :limit
      """)
  List<OpenWish> open(WishState state, String paths, Instant now, int limit);

  @HQL(
      """
      select count(*) from Wish
      where state = :state and divisionPath like :paths and claimingClosed = false
        and offWall = false and held = false and (claimBy is null or claimBy > :now)
      """)
  long countOpen(WishState state, String paths, Instant now);

  /** Returns which of these wishes are in a subtree and have been published. */
  @HQL(
      "select id from Wish where id in :ids and divisionPath like :paths and publishedAt is not null")
  List<Long> published(Collection<Long> ids, String paths);

  /** The public title of a wish. */
  record Title(long id, String title) {}

  @HQL("select id, publicTitle from Wish where id in :ids and offWall = false and held = false")
  List<Title> titles(Collection<Long> ids);

  /** A member that may claim. */
  record Party(long id, String divisionPath, String account) {}

  /** An organisation that may claim. */
  record Seat(long id, String divisionPath) {}

  @HQL(
      """
      select m.id, m.divisionPath, m.account
      from Member m join Organisation o on o.id = m.organisationId
      where m.divisionPath like :paths and m.state = :state and m.held = false
        and o.state = :active
      order by m.id limit :limit
      """)
  List<Party> members(String paths, MemberState state, OrganisationState active, int limit);

  @HQL(
      """
      select m.id, m.divisionPath, m.account
      from Member m join Organisation o on o.id = m.organisationId
      where m.id in :ids and m.state = :state and m.held = false and o.state = :active
      """)
  List<Party> members(Collection<Long> ids, MemberState state, OrganisationState active);

  @HQL(
      """
      select id, divisionPath from Organisation
      where divisionPath like :paths and state = :state order by id limit :limit
      """)
  List<Seat> organisations(String paths, OrganisationState state, int limit);

  @HQL(
      """
      select id, divisionPath from Organisation
      where id in :ids and state = :state
      """)
  List<Seat> organisations(Collection<Long> ids, OrganisationState state);

  /** Returns who is checked in with the communities of a subtree. */
  @HQL(
      """
      select distinct subjectId from CheckIn
      where subjectType = :type and divisionPath like :paths and liveKey is not null
      order by subjectId limit :limit
      """)
  List<Long> checkedIn(PartyType type, String paths, int limit);

  /** A number of something of a claimant. */
  record Count(long id, long count) {}

  @SQL(
      """
      SELECT claimant_id, CAST(live_claims AS SIGNED) FROM claim_quota
      WHERE claimant_type = :type AND claimant_id IN (:ids)
      """)
  List<Count> live(String type, Collection<Long> ids);

  @HQL(
      """
      select claimantId, count(*) from Claim
      where claimantType = :type and claimantId in :ids and claimedAt >= :since
        and state in :states
      group by claimantId
      """)
  List<Count> recent(
      ClaimantType type, Collection<Long> ids, Instant since, Collection<ClaimState> states);

  /** A claimant who holds a claim of a wish. */
  record Holding(long wishId, ClaimantType claimantType, long claimantId) {}

  /** A member who takes part in a claim of a wish. */
  record Participant(long wishId, long memberId) {}

  @HQL(
      """
      select wishId, claimantType, claimantId from Claim
      where wishId in :wishIds and state in :states
      """)
  List<Holding> holders(Collection<Long> wishIds, Collection<ClaimState> states);

  @HQL(
      """
      select c.wishId, p.key.memberId
      from ClaimParticipant p join Claim c on c.id = p.key.claimId
      where c.wishId in :wishIds and c.state in :states
      """)
  List<Participant> participants(Collection<Long> wishIds, Collection<ClaimState> states);

  /** A lapse that bars a claimant from a wish. */
  record Lapse(long wishId, String claimantType, long claimantId) {}

  @SQL(
      """
      SELECT wish_id, claimant_type, claimant_id FROM claim
      WHERE wish_id IN (:wishIds) AND state = 'LAPSED' AND activated_at IS NOT NULL
        AND COALESCE(barred_until, ended_at + INTERVAL 7 DAY) > :at
      """)
  List<Lapse> barred(Collection<Long> wishIds, Instant at);
}
