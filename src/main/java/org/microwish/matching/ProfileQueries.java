package org.microwish.matching;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.matching.Eligibility.Pair;
import org.microwish.party.MemberState;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.WishState;

/** Queries for what the score knows about claimants. */
interface ProfileQueries {

  /**
   * A member or organisation that may claim.
   *
   * @param account the account of a member; null for none
   */
  record Party(long id, String divisionPath, String account) {}

  @HQL(
      """
      select m.id, m.divisionPath, m.account
      from Member m join Organisation o on o.id = m.organisationId
      where m.id in :ids and m.state = :state and m.held = false and o.state = :active
      """)
  List<Party> members(Collection<Long> ids, MemberState state, OrganisationState active);

  @HQL(
      """
      select id, divisionPath, cast(null as String) from Organisation
      where id in :ids and state = :state
      """)
  List<Party> organisations(Collection<Long> ids, OrganisationState state);

  /** Returns the members of a subtree that have an organisation, at most {@code most}. */
  @HQL(
      """
      select id from Member
      where divisionPath like :paths and state = :state and held = false
        and organisationId is not null
      order by id limit :most
      """)
  List<Long> membersOf(String paths, MemberState state, int most);

  @HQL(
      """
      select id from Organisation where divisionPath like :paths and state = :state
      order by id limit :most
      """)
  List<Long> organisationsOf(String paths, OrganisationState state, int most);

  /** Returns who is checked in with the communities of a subtree, at most {@code most}. */
  @HQL(
      """
      select distinct subjectId from CheckIn
      where subjectType = :type and divisionPath like :paths and liveKey is not null
      order by subjectId limit :most
      """)
  List<Long> checkedIn(PartyType type, String paths, int most);

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

  /** The completed claims of a claimant in a category. */
  record Completed(long id, Category category, long count) {}

  @HQL(
      """
      select c.claimantId, w.category, count(*)
      from Claim c join Wish w on w.id = c.wishId
      where c.claimantType = :type and c.claimantId in :ids and c.state = :state
      group by c.claimantId, w.category
      """)
  List<Completed> completed(ClaimantType type, Collection<Long> ids, ClaimState state);

  /** The ratings of a claimant's completed claims. */
  record Stars(long id, long count, long sum) {}

  @HQL(
      """
      select c.claimantId, count(*), sum(r.stars)
      from Claim c join Rating r on r.aggregateType = :wish and r.aggregateId = c.wishId
      where c.claimantType = :type and c.claimantId in :ids and c.state = :state
        and r.withdrawnAt is null
      group by c.claimantId
      """)
  List<Stars> stars(AggregateType wish, ClaimantType type, Collection<Long> ids, ClaimState state);

  @HQL("from StoredOpenness where key.partyType = :type and key.partyId in :ids")
  List<StoredOpenness> openness(PartyType type, Collection<Long> ids);

  // what refuses a claim on a wish ---------------------------------------------------------------

  /** A member who takes part in a claim of a wish. */
  record Participant(long wishId, long memberId) {}

  /** Returns the claims in these states on these wishes. */
  @HQL(
      """
      select wishId, claimantType, claimantId from Claim
      where wishId in :wishIds and state in :states
      """)
  List<Pair> holders(Collection<Long> wishIds, Collection<ClaimState> states);

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

  /**
   * An invitation that has not ended, or a place in a waiting list.
   *
   * @param reserved whether it holds a place, or waits for one
   */
  record Asked(
      long wishId,
      ClaimantType claimantType,
      long claimantId,
      InvitationState state,
      boolean reserved) {}

  @HQL(
      """
      select wishId, claimantType, claimantId, state, reserved from Invitation
      where wishId in :wishIds and liveKey is not null
      """)
  List<Asked> asked(Collection<Long> wishIds);

  // open wishes ----------------------------------------------------------------------------------

  /** The beginning of the queries for open wishes that are shown. */
  String OPEN =
      """
      select id, kind, channel, divisionPath, category, neededSkill, claimableBy, claimableFrom,
        capacity, places, placesTaken + placesHeld, budget, amountTaken, committed, spent, claimBy,
        publishedAt, resident, activeClaims, pendingClaims, round
      from Wish
      where state = :open and claimingClosed = false and offWall = false and held = false""";

  /** Returns the open wishes of a subtree, in the order of ids. */
  @HQL(OPEN + " and divisionPath like :paths order by id limit :limit")
  List<OpenWish> openIn(WishState open, String paths, int limit);

  /** Returns the open wishes after an id, in the order of ids. */
  @HQL(OPEN + " and id > :after order by id limit :limit")
  List<OpenWish> openAfter(WishState open, long after, int limit);

  /** Returns those of the wishes that are open. */
  @HQL(OPEN + " and id in :ids")
  List<OpenWish> openAmong(WishState open, Collection<Long> ids);

  /** Returns the newest open wishes of streets. */
  @HQL(OPEN + " and street in :streets order by id desc limit :limit")
  List<OpenWish> openOf(WishState open, Collection<String> streets, int limit);

  /** Returns the newest open wishes that can be claimed from an area. */
  @HQL(OPEN + " and claimableFrom = :from order by id desc limit :limit")
  List<OpenWish> openFor(WishState open, ClaimableFrom from, int limit);
}
