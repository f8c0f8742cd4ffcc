package org.microwish.wish.invitation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.lifecycle.deadline.Deadlines;
import org.microwish.party.CheckIns;
import org.microwish.party.LockedMember;
import org.microwish.party.LockedOrganisation;
import org.microwish.party.MemberLeft;
import org.microwish.party.Members;
import org.microwish.party.OrganisationDissolved;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.Invitation;
import org.microwish.wish.InvitationWillingness;
import org.microwish.wish.Invitations;
import org.microwish.wish.LeafFacts;
import org.microwish.wish.Wish;
import org.microwish.wish.WishConfig;
import org.microwish.wish.WishContext;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.WishExecutor;
import org.microwish.wish.WishReceipt;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Commands on invitations and waiting lists, and their deadlines. Each command runs in the caller's
 * transaction and writes one ledger entry. Longer than 400 lines because commands and deadlines
 * share the wish's row lock and the ledger entry.
 */
@ApplicationScoped
public class InvitationService implements Deadlines {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);
  private static final int PAGE = 200;

  /** The longest time from now to the end of an invitation. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final WishExecutor executor;
  private final Invitations invitations;
  private final Claims claims;
  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final Pseudonyms pseudonyms;
  private final WishDeadlines deadlines;
  private final WishConfig config;
  private final InvitationWillingness willingness;
  private final Transactions transactions;
  private final EntityManager entities;
  private final Ids ids;
  private final Time time;

  InvitationService(
      WishExecutor executor,
      Invitations invitations,
      Claims claims,
      Members members,
      Organisations organisations,
      CheckIns checkIns,
      Pseudonyms pseudonyms,
      WishDeadlines deadlines,
      WishConfig config,
      InvitationWillingness willingness,
      Transactions transactions,
      EntityManager entities,
      Ids ids,
      Time time) {
    this.executor = executor;
    this.invitations = invitations;
    this.claims = claims;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.pseudonyms = pseudonyms;
    this.deadlines = deadlines;
    this.config = config;
    this.willingness = willingness;
    this.transactions = transactions;
    this.entities = entities;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Invites a claimant unless an invitation with this {@code origin} exists already. For senders
   * that may repeat their work, such as plans. If several transactions send the same invitation at
   * once, one of them creates it and the others return its id.
   *
   * @param wishId the wish; must be the same in each call with the same {@code origin}
   * @param until when the invitation runs out; null for the default
   * @param origin a name that the sender gives the invitation, ASCII, at most 64 characters
   * @return the id of the invitation
   */
  public long inviteOnce(
      Caller caller,
      long wishId,
      Claims.Holder claimant,
      boolean reserved,
      Instant until,
      String origin) {
    return invitations
        .sent(wishId, origin)
        .orElseGet(() -> invite(caller, wishId, claimant, reserved, until, origin).item().value());
  }

  WishReceipt invite(
      Caller caller,
      long wishId,
      Claims.Holder claimant,
      boolean reserved,
      Instant until,
      String origin) {
    Instant end = runsOutAt(until);
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.INVITE)
            .deciding(context -> begin(context, WishTransition.INVITE, claimant, reserved))
            .writing(context -> add(context, claimant, reserved, end, origin)));
  }

  /**
   * Returns when an invitation runs out.
   *
   * @param until the end that the sender wishes; null for the default
   * @throws ProblemException VALIDATION_FAILED at {@code /until} if that time is past or too far
   *     ahead
   */
  public Instant runsOutAt(Instant until) {
    Instant now = time.now();
    Instant end =
        until == null ? deadlines.invitedUntil(now) : until.truncatedTo(ChronoUnit.MICROS);
    if (!end.isAfter(now)) {
      throw ProblemException.invalid("/until", FieldFault.IN_PAST);
    }
    Instant latest = now.plus(LONGEST);
    if (end.isAfter(latest)) {
      throw ProblemException.invalid(
          FieldError.body("/until", FieldFault.OUT_OF_RANGE).with("max", latest));
    }
    return end;
  }

  WishReceipt join(Caller caller, long wishId) {
    Claims.Holder claimant = Claims.Holder.of(caller);
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.JOIN_WAITING_LIST)
            .deciding(context -> begin(context, WishTransition.JOIN_WAITING_LIST, claimant, true))
            .writing(context -> add(context, claimant, true, null, null)));
  }

  WishReceipt decline(Caller caller, long id) {
    long wishId = invitations.wishOf(Claims.Holder.of(caller), id);
    return end(caller, wishId, id, WishTransition.DECLINE_INVITATION, InvitationState.DECLINED);
  }

  WishReceipt withdraw(Caller caller, long id) {
    return end(
        caller,
        invitations.wishOf(id),
        id,
        WishTransition.WITHDRAW_INVITATION,
        InvitationState.WITHDRAWN);
  }

  /**
   * Returns an invitation for the invited party, or for operators and auditors of the wish's
   * division; throws NOT_FOUND for other callers, and UNDER_LEGAL_HOLD if the wish is under a legal
   * hold.
   */
  Invitation visible(Caller caller, long id) {
    Invitation row = invitations.findByIdOptional(id).orElseThrow(ProblemType.NOT_FOUND::exception);
    Wish wish = entities.find(Wish.class, row.wishId);
    boolean visible =
        caller.is(Role.MEMBER, Role.STEWARD)
            ? row.holder().equals(Claims.Holder.of(caller))
            : caller.covers(wish.divisionPath);
    if (!visible) {
      throw ProblemType.NOT_FOUND.exception();
    }
    wish.requireUsable();
    return row;
  }

  private WishReceipt end(
      Caller caller, long wishId, long id, WishTransition transition, InvitationState to) {
    return executor.execute(
        CommandOnWish.of(caller, wishId, transition)
            .deciding(
                context -> {
                  Invitation row = entities.find(Invitation.class, id);
                  boolean live = row.state.isLive() && !context.runOut.contains(row);
                  return new WishCommand.OnInvitation(
                      transition, null, row.reserved, live, false, false);
                })
            .writing(
                context -> {
                  Invitation row = entities.find(Invitation.class, id);
                  row.end(context.wish, to, context.at);
                  moved(context, row);
                }));
  }

  private static void moved(WishContext context, Invitation row) {
    context.item = row.id;
    LeafFacts.putInvitation(context.facts, row);
  }

  private WishCommand begin(
      WishContext context, WishTransition transition, Claims.Holder holder, boolean reserved) {
    Wish wish = context.wish;
    if (!transition.permits(context.roles) || wish.offWall) {
      // Does not look up the claimant, so that these callers learn nothing about it.
      return new WishCommand.OnInvitation(
          transition, null, reserved, false, false, false, false, wish.offWall);
    }
    Claimant claimant = claimant(context, holder);
    boolean waits = transition == WishTransition.JOIN_WAITING_LIST;
    if (claimant == null) {
      throw waits
          ? Caller.forbidden()
          : ProblemException.invalid("/claimant/id", FieldFault.NOT_FOUND);
    }
    // Locks a row of the claimant, so that concurrent invitations to other wishes cannot exceed the
    // limits.
    claims.lockCounts(List.of(holder));
    boolean tooMany =
        wish.liveInvitations - context.runOut.size() >= config.invitationsPerWish()
            || (waits
                ? invitations.count(holder, InvitationState.WAITING, context.now)
                    >= config.waitingLists()
                : invitations.count(holder, InvitationState.INVITED, context.now)
                        >= config.openInvitations()
                    || invitations.inWeek(holder, context.now) >= config.weeklyInvitations());
    boolean unwilling = !waits && !willingness.admits(holder, wish);
    return new WishCommand.OnInvitation(
        transition,
        claimant,
        reserved,
        invitations.isLive(context, holder),
        tooMany,
        false,
        unwilling,
        false);
  }

  /**
   * Returns what the rules need to know about a claimant; null if the claimant cannot claim at all:
   * it is unknown or has left, or the member is the wish's resident. The methods that call this one
   * must refuse all these cases alike: different problems would reveal who the resident is.
   */
  private Claimant claimant(WishContext context, Claims.Holder holder) {
    long id = holder.id();
    boolean member = holder.type() == ClaimantType.MEMBER;
    String path;
    if (member) {
      LockedMember row = members.lock(List.of(id)).get(id);
      path =
          row == null
                  || !row.isActive()
                  || row.organisationId() == null
                  || isResident(context.wish, id)
              ? null
              : row.divisionPath();
    } else {
      LockedOrganisation row = organisations.lock(List.of(id)).get(id);
      path = row == null || !row.isActive() ? null : row.divisionPath();
    }
    if (path == null) {
      return null;
    }
    Set<String> paths =
        new HashSet<>(
            checkIns.communitiesOf(member ? PartyType.MEMBER : PartyType.ORGANISATION, id));
    paths.add(path);
    long wishId = context.wish.id;
    boolean holds =
        claims.ofWish(wishId, LIVE).stream()
                .anyMatch(one -> one.claimantType == holder.type() && one.claimantId == id)
            || (member && !claims.takingPart(wishId, 0, List.of(id)).isEmpty());
    return new Claimant(
        holder.type(), paths, holds, claims.isBarred(wishId, holder, context.at), false);
  }

  private boolean isResident(Wish wish, long memberId) {
    return wish.resident != null
        && members.find(memberId).filter(row -> wish.resident.equals(row.account)).isPresent();
  }

  private void add(
      WishContext context, Claims.Holder claimant, boolean reserved, Instant until, String origin) {
    Invitation row = new Invitation();
    row.id = ids.next();
    row.wishId = context.wish.id;
    row.claimantType = claimant.type();
    row.claimantId = claimant.id();
    row.reserved = reserved;
    row.offered = until == null;
    row.state = until == null ? InvitationState.WAITING : InvitationState.INVITED;
    row.wishVersion = context.wish.version;
    row.origin = origin;
    row.createdAt = context.now;
    row.invitedAt = until == null ? null : context.now;
    row.untilAt = until;
    row.begin(context.wish);
    entities.persist(row);
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("id", Id.text(row.id));
    fact.put(
        "claimant",
        Map.of(
            "type",
            claimant.type().name(),
            "id",
            claimant.type() == ClaimantType.MEMBER
                ? pseudonyms.ofMember(claimant.id())
                : Id.text(claimant.id())));
    fact.put("reserved", reserved);
    if (until != null) {
      fact.put("until", until.toString());
    }
    context.facts.put("invitation", fact);
    moved(context, row);
  }

  // Deadlines -------------------------------------------------------------------------------------

  @Override
  public int carryOut(Sweep sweep) {
    return sweep.run("invitations that ran out", PAGE, invitations::due, this::expire)
        + sweep.run("places to offer", PAGE, invitations::offers, this::offer);
  }

  private boolean expire(long wishId, Instant now) {
    return expire(wishId, now, false);
  }

  /**
   * Ends the invitations of a wish that have run out. The executor does this with every command on
   * the wish, so the command of this method needs no effect of its own.
   *
   * @param unfit true to also remove, from the front of the waiting list, claimants who can no
   *     longer claim the wish
   */
  private boolean expire(long wishId, Instant now, boolean unfit) {
    transactions.call(
        () ->
            executor.execute(
                CommandOnWish.of(Caller.SYSTEM, wishId, WishTransition.EXPIRE_INVITATION)
                    .at(now)
                    .deciding(
                        context -> {
                          if (unfit) {
                            firstFit(context);
                          }
                          return new WishCommand.OnInvitation(
                              WishTransition.EXPIRE_INVITATION,
                              null,
                              true,
                              !context.runOut.isEmpty(),
                              false,
                              true);
                        })));
    return true;
  }

  private boolean offer(long wishId, Instant now) {
    try {
      transactions.call(
          () ->
              executor.execute(
                  CommandOnWish.of(Caller.SYSTEM, wishId, WishTransition.OFFER_PLACE)
                      .at(now)
                      .deciding(this::offering)
                      .writing(this::offerFirst)));
      return true;
    } catch (ProblemException refused) {
      if (refused.type() != ProblemType.ALREADY_ENDED) {
        throw refused;
      }
      return expire(wishId, now, true);
    }
  }

  private WishCommand offering(WishContext context) {
    boolean waits = firstFit(context).isPresent();
    // Places held for the waiting list do not count here, because the offer goes to the first in
    // that list.
    context.held = invitations.kept(context);
    return new WishCommand.OnInvitation(
        WishTransition.OFFER_PLACE, null, true, waits, false, false, false, context.wish.offWall);
  }

  /**
   * Returns the first in the waiting list who could claim the wish now. Claimants before it, who
   * cannot, are added to the invitations that end with this command. A member under a legal hold
   * keeps its turn: then nothing is offered until the hold ends or an operator removes the member
   * from the list.
   */
  private Optional<Invitation> firstFit(WishContext context) {
    for (Invitation one : invitations.waiting(context.wish.id)) {
      if (!context.runOut.contains(one)) {
        if (isOnHold(one)) {
          return Optional.empty();
        }
        if (isFit(context.wish, claimant(context, one.holder()))) {
          return Optional.of(one);
        }
        context.runOut.add(one);
      }
    }
    return Optional.empty();
  }

  private boolean isOnHold(Invitation one) {
    LockedMember row =
        one.claimantType == ClaimantType.MEMBER
            ? members.lock(List.of(one.claimantId)).get(one.claimantId)
            : null;
    return row != null && row.held();
  }

  private static boolean isFit(Wish wish, Claimant claimant) {
    return claimant != null
        && !claimant.holdsClaim()
        && !claimant.barred()
        && wish.claimableBy.admits(claimant.type())
        && wish.claimableFrom.admits(wish.divisionPath, claimant.paths());
  }

  private void offerFirst(WishContext context) {
    Invitation first = invitations.waiting(context.wish.id).getFirst();
    first.state = InvitationState.INVITED;
    first.invitedAt = context.now;
    first.untilAt = deadlines.offeredUntil(context.now);
    context.facts.put(
        "invitation", Map.of("id", Id.text(first.id), "until", first.untilAt.toString()));
    moved(context, first);
  }

  void left(@Observes MemberLeft member) {
    invitations.letRunOut(ClaimantType.MEMBER, member.id(), time.now());
  }

  void dissolved(@Observes OrganisationDissolved organisation) {
    invitations.letRunOut(ClaimantType.ORGANISATION, organisation.id(), time.now());
  }
}
