package org.microwish.wish.claim;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.party.CheckIns;
import org.microwish.party.LockedMember;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.Member;
import org.microwish.party.Members;
import org.microwish.party.MergedWork;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.Invitations;
import org.microwish.wish.Participants;
import org.microwish.wish.WishConfig;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Refusal;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Hands live claims over to another claimant before they are delivered. A member's claim goes to
 * another member of the same organisation, or to the organisation to which the member has changed.
 * The claim of an organisation that was dissolved or merged goes to another organisation. Progress,
 * deadlines and money stay with the claim. Participants who stay keep their organisation and start
 * date. Each public method runs one command in the caller's transaction and writes one ledger
 * entry.
 */
@ApplicationScoped
public class ClaimHandOver implements MergedWork {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);

  private final WishExecutor executor;
  private final Claims claims;
  private final Participants participants;
  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final WishConfig config;
  private final Invitations invitations;

  ClaimHandOver(
      WishExecutor executor,
      Claims claims,
      Participants participants,
      Members members,
      Organisations organisations,
      CheckIns checkIns,
      WishConfig config,
      Invitations invitations) {
    this.invitations = invitations;
    this.executor = executor;
    this.claims = claims;
    this.participants = participants;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.config = config;
  }

  /** Hands a member's claim over to another member of the same organisation. */
  public WishReceipt toMember(
      Caller caller, long claimId, long memberId, String reason, Instant at) {
    return executor.execute(
        on(caller, claimId, at)
            .deciding(context -> new WishCommand.HandOverClaim(colleague(context, memberId)))
            .writing(
                context -> {
                  List<Long> people = new ArrayList<>(claims.participants(claimId));
                  people.remove((Long) context.claim.claimantId);
                  if (!people.contains(memberId)) {
                    people.add(memberId);
                  }
                  context.participants = of(people, context.claim.organisationId);
                  claims.handOver(context.claim, memberId, context.claim.organisationId);
                  takeInvitation(context);
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /**
   * Hands a claim over to another organisation. A member's claim can only go to the organisation to
   * which the member belongs now; the claim of a dissolved organisation can go to any organisation.
   */
  public WishReceipt toOrganisation(
      Caller caller, long claimId, long organisationId, String reason, Instant at) {
    return follow(caller, claimId, organisationId, false, reason, at);
  }

  @Override
  public List<Long> left(long organisationId, int limit) {
    return claims.unfinished(organisationId, limit);
  }

  @Override
  public LedgerReceipt move(Caller caller, long id, long into, Instant at) {
    return follow(caller, id, into, true, null, at).ledger();
  }

  /**
   * Maps each participant to the organisation; the executor stores it only for members who were no
   * participants before.
   */
  private static Map<Long, Long> of(List<Long> people, long organisationId) {
    Map<Long, Long> participants = new LinkedHashMap<>();
    people.forEach(one -> participants.put(one, organisationId));
    return participants;
  }

  private WishReceipt follow(
      Caller caller,
      long claimId,
      long organisationId,
      boolean merging,
      String reason,
      Instant at) {
    return executor.execute(
        on(caller, claimId, at)
            .deciding(
                context ->
                    new WishCommand.HandOverClaim(following(context, organisationId, merging)))
            .writing(
                context -> {
                  boolean member = context.claim.claimantType == ClaimantType.MEMBER;
                  context.participants =
                      of(claims.participants(claimId), context.claim.organisationId);
                  claims.handOver(
                      context.claim,
                      member ? context.claim.claimantId : organisationId,
                      organisationId);
                  takeInvitation(context);
                  context.note(Note.Kind.REASON, reason);
                }));
  }

  /** Ends an invitation of the new claimant to the wish as accepted. */
  private void takeInvitation(WishContext context) {
    Claim claim = context.claim;
    invitations.take(context, new Claims.Holder(claim.claimantType, claim.claimantId));
  }

  private CommandOnWish on(Caller caller, long claimId, Instant at) {
    return CommandOnWish.of(caller, claims.wishOf(claimId), WishTransition.HAND_OVER_CLAIM)
        .naming(claimId)
        .at(at);
  }

  private Claimant colleague(WishContext context, long memberId) {
    Claim claim = context.claim;
    requirePermitted(WishTransition.HAND_OVER_CLAIM.permits(context.roles));
    if (claim.claimantType != ClaimantType.MEMBER) {
      throw ProblemException.invalid("/memberId", FieldFault.NOT_ALLOWED);
    }
    Member member = participants.requireColleague(context.wish, claim, memberId);
    Set<String> paths = new HashSet<>(checkIns.communitiesOf(PartyType.MEMBER, memberId));
    paths.add(member.divisionPath);
    return new Claimant(
        ClaimantType.MEMBER,
        paths,
        memberId == claim.claimantId
            || !claims.takingPart(context.wish.id, claim.id, List.of(memberId)).isEmpty(),
        claims.isBarred(context.wish.id, memberId, context.at),
        lockCount(claim, memberId) >= config.memberClaims());
  }

  /**
   * Returns the facts about the claimant of a claim that goes to another organisation. The rules
   * about the area of the wish, the number of live claims and earlier lapses do not apply here, so
   * the facts for them are always favourable.
   */
  private Claimant following(WishContext context, long organisationId, boolean merging) {
    Claim claim = context.claim;
    // Permits only operators. A steward could otherwise take over claims of other organisations, or
    // give away those of its own organisation.
    requirePermitted(
        context.caller.is(Role.OPERATOR) && WishTransition.HAND_OVER_CLAIM.permits(context.roles));
    boolean own = claim.claimantType == ClaimantType.ORGANISATION;
    if (!follows(claim, organisationId, merging)) {
      throw ProblemException.invalid("/organisationId", FieldFault.NOT_ALLOWED);
    }
    if (own) {
      lockCount(claim, organisationId);
    }
    return new Claimant(
        claim.claimantType,
        Set.of(context.wish.divisionPath),
        own
            && claims.ofWish(context.wish.id, LIVE).stream()
                .anyMatch(
                    other ->
                        other.claimantType == claim.claimantType
                            && other.claimantId == organisationId),
        false,
        false);
  }

  private boolean follows(Claim claim, long organisationId, boolean merging) {
    LockedOrganisation into = organisations.lock(List.of(organisationId)).get(organisationId);
    if (into == null || !into.isActive() || organisationId == claim.organisationId) {
      return false;
    }
    return switch (claim.claimantType) {
      case MEMBER -> {
        LockedMember member = members.lock(List.of(claim.claimantId)).get(claim.claimantId);
        yield member != null && Long.valueOf(organisationId).equals(member.organisationId());
      }
      case ORGANISATION -> merging || organisations.isDissolved(claim.claimantId);
    };
  }

  /**
   * Locks the counts of live claims of the current and of the next claimant, and returns the count
   * of the next claimant.
   */
  private int lockCount(Claim claim, long nextId) {
    Claims.Holder next = new Claims.Holder(claim.claimantType, nextId);
    return claims
        .lockCounts(List.of(next, new Claims.Holder(claim.claimantType, claim.claimantId)))
        .get(next);
  }

  /** Refuses callers without permission first, so that they learn nothing about other people. */
  private static void requirePermitted(boolean permitted) {
    if (!permitted) {
      throw Caller.forbidden().with("reason", Refusal.NOT_PERMITTED);
    }
  }
}
