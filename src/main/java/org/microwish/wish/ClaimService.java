package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.CheckIns;
import org.microwish.party.Member;
import org.microwish.party.Members;
import org.microwish.party.Organisation;
import org.microwish.party.OrganisationState;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.platform.Ids;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * What happens to one claim: from the request to its end. Each method is one command, as in {@link
 * WishReview}.
 */
@ApplicationScoped
public class ClaimService {

  private final WishExecutor executor;
  private final Claims claims;
  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final WishConfig config;
  private final Ids ids;
  private final EntityManager entities;

  ClaimService(
      WishExecutor executor,
      Claims claims,
      Members members,
      Organisations organisations,
      CheckIns checkIns,
      WishConfig config,
      Ids ids,
      EntityManager entities) {
    this.executor = executor;
    this.claims = claims;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.config = config;
    this.ids = ids;
    this.entities = entities;
  }

  /**
   * Claims a wish, in the member's own name or, for a steward, in the organisation's.
   *
   * @param pledge what is committed with it; zero where nothing is
   * @param form the pledge's form; null with a pledge of zero
   * @param participants members who take part, besides a claiming member itself
   */
  public WishReceipt request(
      Caller caller,
      long wishId,
      Money pledge,
      Form form,
      List<Long> participants,
      Instant occurredAt) {
    if (form == Form.PUBLIC_FUNDS) {
      throw ProblemException.invalid("/pledge/form", FieldFault.NOT_ALLOWED);
    }
    Claim claim = claimOf(caller, wishId);
    claim.pledge = pledge.yuan();
    claim.pledgeForm = form;
    Set<Long> all = new LinkedHashSet<>();
    if (claim.claimantType == ClaimantType.MEMBER) {
      all.add(claim.claimantId);
    }
    all.addAll(participants);
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.CLAIM)
            .at(occurredAt)
            .pledging(pledge)
            .deciding(
                context -> {
                  claim.round = context.wish.round;
                  claim.claimedAt = context.at;
                  context.claim = claim;
                  return new WishCommand.Claim(claim.id, claimant(context, claim), pledge, form);
                })
            .writing(
                context -> {
                  requireParticipants(claim, all);
                  context.participants = List.copyOf(all);
                  if (context.wish.firstClaimedAt == null) {
                    context.wish.firstClaimedAt = context.at;
                  }
                }));
  }

  private Claim claimOf(Caller caller, long wishId) {
    Claim claim = new Claim();
    claim.id = ids.next();
    claim.wishId = wishId;
    claim.state = ClaimState.PENDING;
    claim.claimedBy = caller.account();
    if (caller.role() == Role.STEWARD) {
      claim.claimantType = ClaimantType.ORGANISATION;
      claim.claimantId = caller.requireOrganisation();
      claim.organisationId = claim.claimantId;
    } else {
      claim.claimantType = ClaimantType.MEMBER;
      claim.claimantId = caller.requireMember();
      claim.organisationId =
          members
              .find(claim.claimantId)
              .filter(Member::isActive)
              .orElseThrow(Caller::forbidden)
              .organisationId;
    }
    boolean stands =
        organisations
            .find(claim.organisationId)
            .filter(found -> found.state == OrganisationState.ACTIVE)
            .isPresent();
    if (!stands) {
      throw Caller.forbidden();
    }
    return claim;
  }

  private Claimant claimant(CommandContext context, Claim claim) {
    boolean member = claim.claimantType == ClaimantType.MEMBER;
    int cap = member ? config.memberClaims() : config.organisationClaims();
    Set<String> paths = new HashSet<>();
    paths.add(
        member
            ? members.find(claim.claimantId).orElseThrow().divisionPath
            : organisations.find(claim.claimantId).orElseThrow().divisionPath);
    paths.addAll(
        checkIns.communitiesOf(
            member ? PartyType.MEMBER : PartyType.ORGANISATION, claim.claimantId));
    boolean holds = claims.holdsLive(claim);
    // Counted up only under the wish's lock and where it will be needed: a refusal rolls it back.
    boolean atCap =
        !holds
            && (context.locked
                ? !claims.countUp(claim.claimantType, claim.claimantId, cap)
                : claims.isAtCap(claim.claimantType, claim.claimantId, cap));
    return new Claimant(
        claim.claimantType,
        paths,
        holds,
        claims.lapsedSince(
            context.wish.id,
            claim.claimantType,
            claim.claimantId,
            context.at.minus(config.lapseBar())),
        atCap);
  }

  /**
   * Everybody named must be an active member of the claiming organisation or one below it; for a
   * member's claim, of the member's own organisation.
   */
  private void requireParticipants(Claim claim, Set<Long> memberIds) {
    Map<Long, Member> found = members.findAll(memberIds);
    List<FieldError> errors = new ArrayList<>();
    int index = claim.claimantType == ClaimantType.MEMBER ? -1 : 0;
    for (Long memberId : memberIds) {
      Member member = found.get(memberId);
      boolean fits =
          member != null
              && member.isActive()
              && isWithin(member.organisationId, claim.organisationId);
      if (!fits) {
        errors.add(FieldError.body("/participants/" + index, FieldFault.NOT_FOUND));
      }
      index++;
    }
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  private boolean isWithin(long organisationId, long top) {
    Long at = organisationId;
    for (int level = 0; at != null && level < 8; level++) {
      if (at == top) {
        return true;
      }
      at = organisations.find(at).map((Organisation found) -> found.parentId).orElse(null);
    }
    return false;
  }

  /** Makes a waiting claim active, if there is still room. */
  public WishReceipt approve(Caller caller, long claimId, Instant at) {
    return executor.execute(on(caller, claimId, WishTransition.APPROVE).at(at));
  }

  /** Turns a waiting claim down. */
  public WishReceipt decline(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.DECLINE, reason, words, at);
  }

  /** Gives a claim up; its place and its unspent money go back. */
  public WishReceipt release(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.RELEASE, reason, words, at);
  }

  /** Takes a claim away; its place and its unspent money go back. */
  public WishReceipt revoke(
      Caller caller, long claimId, EndReason reason, String words, Instant at) {
    return end(caller, claimId, WishTransition.REVOKE, reason, words, at);
  }

  private WishReceipt end(
      Caller caller,
      long claimId,
      WishTransition transition,
      EndReason reason,
      String words,
      Instant at) {
    return executor.execute(
        on(caller, claimId, transition)
            .at(at)
            .writing(
                context -> {
                  context.endReason = reason;
                  context.facts.put("reason", reason.name());
                  if (transition == WishTransition.DECLINE) {
                    context.claim.decidedBy = caller.account();
                  }
                  context.note(WishNote.Kind.REASON, words);
                }));
  }

  /** Ends a claim whose time is over; the sweeper's. */
  WishReceipt lapse(long claimId, Instant databaseNow) {
    return executor.execute(
        on(Caller.SYSTEM, claimId, WishTransition.LAPSE)
            .at(databaseNow)
            .writing(
                context -> {
                  boolean silent =
                      context.claim.contactedAt == null && context.claim.assessedAt == null;
                  context.endReason = silent ? EndReason.NO_CONTACT : EndReason.NOT_STARTED;
                  context.facts.put("reason", context.endReason.name());
                }));
  }

  /** Marks a claim whose work goes on past its date; the sweeper's. */
  WishReceipt markOverdue(long claimId, Instant databaseNow) {
    return executor.execute(
        on(Caller.SYSTEM, claimId, WishTransition.MARK_OVERDUE).at(databaseNow));
  }

  /** Pledges more. */
  public WishReceipt pledge(Caller caller, long claimId, Money amount, Form form, Instant at) {
    if (form == Form.PUBLIC_FUNDS) {
      throw ProblemException.invalid("/form", FieldFault.NOT_ALLOWED);
    }
    return executor.execute(
        on(caller, claimId, WishTransition.PLEDGE)
            .at(at)
            .deciding(context -> new WishCommand.Pledge(amount, form)));
  }

  /** Says anew who takes part; a claiming member always does. */
  public WishReceipt changeParticipants(
      Caller caller, long claimId, List<Long> participants, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.CHANGE_PARTICIPANTS)
            .at(at)
            .writing(
                context -> {
                  Set<Long> all = new LinkedHashSet<>();
                  if (context.claim.claimantType == ClaimantType.MEMBER) {
                    all.add(context.claim.claimantId);
                  }
                  all.addAll(participants);
                  requireParticipants(context.claim, all);
                  context.participants = List.copyOf(all);
                }));
  }

  /** Records that the claimant has spoken with the resident. */
  public WishReceipt contact(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.CONTACT, WishNote.Kind.PROGRESS, note, at);
  }

  /** Records a visit before the work, and what it found. */
  public WishReceipt assess(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.ASSESS, WishNote.Kind.ASSESSMENT, note, at);
  }

  /** Records that the work has begun. */
  public WishReceipt start(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.START, WishNote.Kind.PROGRESS, note, at);
  }

  /** Records how it goes. */
  public WishReceipt progress(Caller caller, long claimId, String note, Instant at) {
    return noted(caller, claimId, WishTransition.PROGRESS, WishNote.Kind.PROGRESS, note, at);
  }

  private WishReceipt noted(
      Caller caller,
      long claimId,
      WishTransition transition,
      WishNote.Kind kind,
      String note,
      Instant at) {
    return executor.execute(
        on(caller, claimId, transition).at(at).writing(context -> context.note(kind, note)));
  }

  /**
   * Records a delivery.
   *
   * @param whole all that was promised is done; else a part of it
   * @param spent what it cost by form; at most what is committed in that form
   */
  public WishReceipt deliver(
      Caller caller, long claimId, boolean whole, Map<Form, Money> spent, String note, Instant at) {
    WishTransition transition = whole ? WishTransition.DELIVER : WishTransition.DELIVER_PART;
    return executor.execute(
        on(caller, claimId, transition)
            .at(at)
            .deciding(context -> new WishCommand.Deliver(whole, spent))
            .writing(context -> context.note(WishNote.Kind.DELIVERY, note)));
  }

  /** Moves the completion date: once by rule, again with a reason. */
  public WishReceipt extend(
      Caller caller, long claimId, Instant completeBy, String reason, Instant at) {
    return executor.execute(
        on(caller, claimId, WishTransition.EXTEND_CLAIM)
            .at(at)
            .deciding(context -> new WishCommand.ExtendClaim(completeBy, reason != null))
            .writing(context -> context.note(WishNote.Kind.REASON, reason)));
  }

  private CommandOnWish on(Caller caller, long claimId, WishTransition transition) {
    return CommandOnWish.of(caller, wishOf(claimId), transition).naming(claimId);
  }

  /**
   * The wish of a claim; read as a number, so that the claim itself is first read under the lock.
   */
  private long wishOf(long claimId) {
    return entities
        .createQuery("select c.wishId from Claim c where c.id = ?1", Long.class)
        .setParameter(1, claimId)
        .getResultStream()
        .findFirst()
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }
}
