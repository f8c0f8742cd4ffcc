package org.microwish.matching.plan;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.matching.Profiles;
import org.microwish.matching.score.Profile;
import org.microwish.matching.score.WishFacts;
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
      String resident,
      int activeClaims,
      int pendingClaims,
      int round) {

    /** Returns the part of a project's budget that nobody has taken. */
    BigDecimal free() {
      return budget.subtract(amountTaken).min(budget.subtract(committed).subtract(spent));
    }

    /** Returns what the score knows about the wish. */
    WishFacts facts() {
      BigDecimal needed =
          budget == null
              ? BigDecimal.ZERO
              : capacity == Capacity.AMOUNT
                  ? budget.subtract(amountTaken)
                  : budget.subtract(committed).subtract(spent);
      return new WishFacts.Of(
          divisionPath,
          category,
          Profile.skill(neededSkill),
          capacity == Capacity.AMOUNT,
          Math.max(0, needed.movePointRight(2).longValueExact()),
          Profiles.day(publishedAt),
          claimBy == null ? WishFacts.NO_DAY : Profiles.day(claimBy),
          activeClaims == 0 && pendingClaims == 0,
          Math.max(0, round - 1));
    }
  }

  /**
   * Returns the wishes of a subtree that can be claimed now, whoever claims.
   *
   * @param paths a LIKE pattern of paths
   */
  @HQL(
      """
      select id, divisionPath, category, neededSkill, claimableBy, claimableFrom, capacity,
        places, placesTaken, budget, amountTaken, committed, spent, claimBy, publishedAt, resident,
        activeClaims, pendingClaims, round
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
