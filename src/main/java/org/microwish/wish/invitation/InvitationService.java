package org.microwish.wish.invitation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.CommandOnWish;
import org.microwish.wish.Invitation;
import org.microwish.wish.Invitations;
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
 * transaction and writes one ledger entry.
 */
@ApplicationScoped
public class InvitationService implements Deadlines {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);
  private static final int PAGE = 200;

  private final WishExecutor executor;
  private final Invitations invitations;
  private final Claims claims;
  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final Pseudonyms pseudonyms;
  private final WishDeadlines deadlines;
  private final WishConfig config;
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
    this.transactions = transactions;
    this.entities = entities;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Invites a claimant unless the sender has already sent an invitation of this name, for senders
   * that may repeat their work, such as a plan.
   *
   * @param until when the invitation runs out; null for the default
   * @param origin the sender's name for the invitation, ASCII, at most 64 characters
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
        .ofOrigin(origin)
        .orElseGet(() -> invite(caller, wishId, claimant, reserved, until, origin).item().value());
  }

  WishReceipt invite(
      Caller caller,
      long wishId,
      Claims.Holder claimant,
      boolean reserved,
      Instant until,
      String origin) {
    Instant now = time.now();
    Instant end = until == null ? deadlines.invitedUntil(now) : until;
    if (!end.isAfter(now)) {
      throw ProblemException.invalid("/until", FieldFault.IN_PAST);
    }
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.INVITE)
            .deciding(context -> begin(context, WishTransition.INVITE, claimant, reserved))
            .writing(context -> add(context, claimant, reserved, end, origin)));
  }

  WishReceipt join(Caller caller, long wishId) {
    Claims.Holder claimant = holder(caller);
    return executor.execute(
        CommandOnWish.of(caller, wishId, WishTransition.JOIN_WAITING_LIST)
            .deciding(context -> begin(context, WishTransition.JOIN_WAITING_LIST, claimant, true))
            .writing(context -> add(context, claimant, true, null, null)));
  }

  WishReceipt decline(Caller caller, long id) {
    requireOwn(caller, id);
    return end(caller, id, WishTransition.DECLINE_INVITATION, InvitationState.DECLINED, null);
  }

  WishReceipt withdraw(Caller caller, long id) {
    return end(caller, id, WishTransition.WITHDRAW_INVITATION, InvitationState.WITHDRAWN, null);
  }

  /** Returns the wish of the caller's own invitation; throws NOT_FOUND for another one. */
  public long requireOwn(Caller caller, long id) {
    Invitation row = invitations.findByIdOptional(id).orElseThrow(ProblemType.NOT_FOUND::exception);
    if (!new Claims.Holder(row.claimantType, row.claimantId).equals(holder(caller))) {
      throw ProblemType.NOT_FOUND.exception();
    }
    return row.wishId;
  }

  static Claims.Holder holder(Caller caller) {
    return caller.is(Role.STEWARD)
        ? new Claims.Holder(ClaimantType.ORGANISATION, caller.requireOrganisation())
        : new Claims.Holder(ClaimantType.MEMBER, caller.requireMember());
  }

  private WishReceipt end(
      Caller caller, long id, WishTransition transition, InvitationState to, Instant at) {
    return executor.execute(
        CommandOnWish.of(caller, invitations.wishOf(id), transition)
            .at(at)
            .deciding(
                context -> {
                  Invitation row = entities.find(Invitation.class, id);
                  boolean due = row.untilAt != null && !row.untilAt.isAfter(context.at);
                  return new WishCommand.OnInvitation(
                      transition, null, row.reserved, row.state.isLive(), false, due);
                })
            .writing(
                context -> {
                  entities.find(Invitation.class, id).end(context.wish, to, context.at);
                  moved(context, id, to);
                }));
  }

  private static void moved(WishContext context, long id, InvitationState to) {
    context.item = id;
    context.facts.put("invitations", Map.of(to.name(), List.of(Id.text(id))));
  }

  private WishCommand begin(
      WishContext context, WishTransition transition, Claims.Holder holder, boolean reserved) {
    // Who may not run the command learns nothing about the claimant.
    if (!transition.permits(context.roles)) {
      throw Caller.forbidden();
    }
    Wish wish = context.wish;
    Claimant claimant = claimant(context, holder);
    // The lock of the count makes the limits exact, also for invitations to other wishes.
    claims.lockCounts(List.of(holder));
    boolean waits = transition == WishTransition.JOIN_WAITING_LIST;
    boolean tooMany =
        wish.liveInvitations >= config.invitationsPerWish()
            || (waits
                ? invitations.count(holder, InvitationState.WAITING) >= config.waitingLists()
                : invitations.count(holder, InvitationState.INVITED) >= config.openInvitations()
                    || invitations.inWeek(holder, context.now) >= config.weeklyInvitations());
    return new WishCommand.OnInvitation(
        transition, claimant, reserved, invitations.isLive(wish.id, holder), tooMany, false);
  }

  private Claimant claimant(WishContext context, Claims.Holder holder) {
    long id = holder.id();
    boolean member = holder.type() == ClaimantType.MEMBER;
    String path;
    if (member) {
      LockedMember row = members.lock(List.of(id)).get(id);
      path =
          row == null || !row.isActive() || row.organisationId() == null
              ? null
              : row.divisionPath();
    } else {
      LockedOrganisation row = organisations.lock(List.of(id)).get(id);
      path = row == null || !row.isActive() ? null : row.divisionPath();
    }
    if (path == null) {
      throw ProblemException.invalid("/claimant/id", FieldFault.NOT_FOUND);
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
    moved(context, row.id, row.state);
  }

  // Deadlines -------------------------------------------------------------------------------------

  @Override
  public int carryOut(Sweep sweep) {
    return sweep.run("invitations that ran out", PAGE, invitations::due, this::expire)
        + sweep.run("places to offer", PAGE, invitations::offers, this::offer);
  }

  private boolean expire(long id, Instant now) {
    transactions.call(
        () ->
            end(Caller.SYSTEM, id, WishTransition.EXPIRE_INVITATION, InvitationState.EXPIRED, now));
    return true;
  }

  private boolean offer(long wishId, Instant now) {
    transactions.call(
        () ->
            executor.execute(
                CommandOnWish.of(Caller.SYSTEM, wishId, WishTransition.OFFER_PLACE)
                    .at(now)
                    .deciding(
                        context -> {
                          // Those who are in the line do not stand in the way of the first.
                          context.held = invitations.kept(wishId);
                          return new WishCommand.OnInvitation(
                              WishTransition.OFFER_PLACE,
                              null,
                              true,
                              invitations.firstWaiting(wishId).isPresent(),
                              false,
                              false);
                        })
                    .writing(this::offerFirst)));
    return true;
  }

  private void offerFirst(WishContext context) {
    Invitation first = invitations.firstWaiting(context.wish.id).orElseThrow();
    first.state = InvitationState.INVITED;
    first.untilAt = deadlines.offeredUntil(context.now);
    context.facts.put(
        "invitation", Map.of("id", Id.text(first.id), "until", first.untilAt.toString()));
    moved(context, first.id, first.state);
  }

  void left(@Observes MemberLeft member) {
    invitations.runOut(ClaimantType.MEMBER, member.id(), time.now());
  }

  void dissolved(@Observes OrganisationDissolved organisation) {
    invitations.runOut(ClaimantType.ORGANISATION, organisation.id(), time.now());
  }
}
