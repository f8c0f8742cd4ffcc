package org.microwish.matching;

import java.util.Collection;
import java.util.List;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.microwish.party.MemberState;
import org.microwish.party.OrganisationState;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.WishState;

/** Queries for rankings and plans: the claimants, their claims and invitations, and open wishes. */
interface ProfileQueries {

  /** Returns the ids of members of organisations who live or work in a subtree. */
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

  /**
   * Returns the ids of the members or organisations that are checked in with communities in a
   * subtree, at most {@code most}.
   */
  @HQL(
      """
      select distinct subjectId from CheckIn
      where subjectType = :type and divisionPath like :paths and liveKey is not null
      order by subjectId limit :most
      """)
  List<Long> checkedIn(PartyType type, String paths, int most);

  // invitations and waiting lists of a wish -------------------------------------------------------

  /**
   * An invitation that has not ended, or a place in a waiting list.
   *
   * @param reserved true if a place is or will be reserved for the claimant
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

  /** The beginning of the queries for open wishes that are visible to the public. */
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

  /** Returns the newest open wishes that are claimable from the given kind of area. */
  @HQL(OPEN + " and claimableFrom = :from order by id desc limit :limit")
  List<OpenWish> openFor(WishState open, ClaimableFrom from, int limit);

  /** Returns the wishes on which a claimant holds or takes part in a claim that did not fail. */
  @SQL(
      """
      SELECT DISTINCT c.wish_id FROM claim c
      WHERE c.wish_id IN (:wishIds) AND c.state IN ('PENDING', 'ACTIVE', 'COMPLETED')
        AND (c.claimant_type = :type AND c.claimant_id = :id
          OR :type = 'MEMBER' AND EXISTS (
            SELECT 1 FROM claim_participant p WHERE p.claim_id = c.id AND p.member_id = :id))
      """)
  List<Long> claimed(Collection<Long> wishIds, String type, long id);
}
