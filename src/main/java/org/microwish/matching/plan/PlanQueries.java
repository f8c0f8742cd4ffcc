package org.microwish.matching.plan;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.matching.plan.PlanPair.Sending;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Queries for plans: the jobs that compute them, their facts, and their invitations. */
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

  /** Begins a further attempt; returns 0 if another instance began one first, otherwise 1. */
  @HQL(
      """
      update MatchingPlan set leaseUntil = :until, attempts = attempts + 1
      where id = :id and state = :state and leaseUntil <= :now
      """)
  int lease(long id, MatchingPlan.State state, Instant now, Instant until);

  /**
   * Locks a plan, extends its lease and records the phase; returns 0 if another attempt has begun
   * or the plan is finished, otherwise 1.
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

  // invitations -----------------------------------------------------------------------------------

  /** The number of a pair in its plan, with the pair's wish and claimant. */
  record Numbered(int number, long wishId, ClaimantType claimantType, long claimantId) {}

  @HQL(
      "select key.number, wishId, claimantType, claimantId from PlanPair where key.planId = :planId")
  List<Numbered> numbered(long planId);

  /**
   * Marks the invitations of a plan as to be sent, except those that are already sent or marked;
   * returns how many.
   */
  @HQL(
      """
      update PlanPair set sending = :toSend, sendingId = :sendingId, refusal = null
      where key.planId = :planId and counted = true and (sending is null or sending = :refused)
      """)
  int ask(long planId, long sendingId, Sending toSend, Sending refused);

  /** Like {@code ask}, for the pairs with the given numbers only. */
  @HQL(
      """
      update PlanPair set sending = :toSend, sendingId = :sendingId, refusal = null
      where key.planId = :planId and key.number in :numbers
        and (sending is null or sending = :refused)
      """)
  int askSome(
      long planId, Collection<Integer> numbers, long sendingId, Sending toSend, Sending refused);

  /** Returns the oldest requests without a valid lease. */
  @HQL("select id from PlanSending where leaseUntil <= :now order by id limit 10")
  List<Long> sendings(Instant now);

  /** Leases a request; returns 0 if another instance leased it first, otherwise 1. */
  @HQL("update PlanSending set leaseUntil = :until where id = :id and leaseUntil <= :now")
  int leaseSending(long id, Instant now, Instant until);

  @HQL("update PlanSending set leaseUntil = :until where id = :id")
  int release(long id, Instant until);

  /** Deletes a request whose invitations are all sent or refused; returns 0 if some are left. */
  @HQL(
      """
      delete from PlanSending s where s.id = :id and not exists (
        from PlanPair p
        where p.key.planId = s.planId and p.sending = :toSend and p.sendingId = s.id)
      """)
  int finish(long id, Sending toSend);

  @HQL(
      """
      from PlanPair
      where key.planId = :planId and sending = :toSend and sendingId = :sendingId
      order by key.number limit :limit
      """)
  List<PlanPair> toSend(long planId, long sendingId, Sending toSend, int limit);

  /**
   * Locks a pair whose invitation is to be sent, and records that it is sent or refused; returns 0
   * if the pair already has such a record.
   */
  @HQL(
      """
      update PlanPair set sending = :to, refusal = :refusal
      where key.planId = :planId and key.number = :number and sending = :toSend
      """)
  int settle(long planId, int number, Sending toSend, Sending to, ProblemType refusal);

  @HQL(
      """
      update PlanPair set invitationId = :invitationId
      where key.planId = :planId and key.number = :number
      """)
  int invited(long planId, int number, long invitationId);

  /** The number of pairs of a plan whose invitation is in a state. */
  record Sendings(long planId, Sending sending, long count) {

    /**
     * Returns {@code sent} with the number of this state set.
     *
     * @param plan the plan's id; not used, but needed as a function for {@code Map.compute}
     */
    PlanView.Invitations addTo(long plan, PlanView.Invitations sent) {
      int more = Math.toIntExact(count);
      return switch (sending) {
        case TO_SEND -> new PlanView.Invitations(more, sent.sent(), sent.refused());
        case SENT -> new PlanView.Invitations(sent.toSend(), more, sent.refused());
        case REFUSED -> new PlanView.Invitations(sent.toSend(), sent.sent(), more);
      };
    }
  }

  @HQL(
      """
      select key.planId, sending, count(*) from PlanPair
      where key.planId in :planIds and sending is not null
      group by key.planId, sending
      """)
  List<Sendings> countSendings(Collection<Long> planIds);
}
