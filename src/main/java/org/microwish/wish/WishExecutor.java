package org.microwish.wish;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.OnBehalf;
import org.microwish.caller.Role;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.command.Executor;
import org.microwish.lifecycle.command.ExecutorParts;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.privacy.Pseudonyms;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishSnapshot;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.PostingDraft;
import org.microwish.wish.money.Postings;

/** Runs one command on a wish, with its effects on claims and money. */
@Singleton // Not proxied: the superclass has no constructor without parameters.
public class WishExecutor extends Executor<Wish, WishContext, CommandOnWish, WishReceipt> {

  /** For each command on a whole wish that may change claims, the states of these claims. */
  private static final Map<WishTransition, Set<ClaimState>> INVOLVED =
      Map.of(
          WishTransition.WITHDRAW, EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE),
          WishTransition.CONFIRM, EnumSet.of(ClaimState.ACTIVE),
          WishTransition.REPORT_DISSATISFACTION, EnumSet.of(ClaimState.ACTIVE),
          WishTransition.REOPEN, EnumSet.of(ClaimState.COMPLETED));

  /** HQL condition: claiming is not closed, and a place or a part of the budget is free. */
  private static final String ROOM =
      """
      claimingClosed = false
      and (capacity = PLACES and placesTaken < places
        or capacity = AMOUNT and amountTaken < budget)""";

  private final Claims claims;
  private final ClaimWriter claimWriter;
  private final WishAccess access;
  private final Postings postings;
  private final WishDeadlines deadlines;
  private final Pseudonyms pseudonyms;
  private final Invitations invitations;
  private final ExternalReferences references;

  WishExecutor(
      ExecutorParts parts,
      Claims claims,
      ClaimWriter claimWriter,
      WishAccess access,
      Postings postings,
      WishDeadlines deadlines,
      Invitations invitations,
      ExternalReferences references) {
    super(parts, Wish.class);
    this.references = references;
    this.invitations = invitations;
    this.pseudonyms = parts.pseudonyms();
    this.claims = claims;
    this.claimWriter = claimWriter;
    this.access = access;
    this.postings = postings;
    this.deadlines = deadlines;
  }

  /** Creates a wish. */
  public WishReceipt create(WishContext context) {
    return create(context, WishTransition.CREATE);
  }

  @Override
  protected String room(CommandOnWish command) {
    return command.transition == WishTransition.APPROVE ? ROOM : null;
  }

  @Override
  protected boolean sees(Caller caller, Wish wish) {
    return access.sees(caller, wish);
  }

  /** Lets an invited claimant decline even while the wish is off the wall. */
  @Override
  protected boolean sees(CommandOnWish command, Wish wish) {
    return command.transition == WishTransition.DECLINE_INVITATION || super.sees(command, wish);
  }

  @Override
  protected WishContext context(CommandOnWish command, Wish wish, long entryId, EventTime when) {
    Claim claim = part(Claim.class, command);
    List<Claim> involved = claim == null ? List.of() : List.of(claim);
    if (claim == null && INVOLVED.containsKey(command.transition)) {
      involved = claims.ofWish(wish.id, INVOLVED.get(command.transition));
    }
    Set<WishRole> roles = access.roles(command.caller, wish, claim);
    WishAccess.requireParty(command.caller, command.transition, roles, command.occurredAt());
    return new WishContext(command.caller, wish, claim, involved, roles, entryId, when);
  }

  @Override
  protected Runnable decide(CommandOnWish command, WishContext context) {
    if (context.wish.liveInvitations > 0) {
      // For commands of the sweeper, context.at is the database's time, which may be later than
      // this instance's.
      Instant now = context.at.isAfter(context.now) ? context.at : context.now;
      context.runOut.addAll(invitations.runOut(context.wish.id, now));
    }
    // Builds the command before the snapshot, because building it may set context.held.
    WishCommand asked = command.decision(context);
    Decision decision = deadlines.rules().decide(snapshot(context), asked, context.at);
    return switch (decision) {
      case Decision.Refused refused ->
          throw Refusals.problem(refused, command.transition, context.wish, context.claim);
      case Decision.Accepted accepted -> () -> write(command, context, accepted);
    };
  }

  private WishSnapshot snapshot(WishContext context) {
    Wish wish = context.wish;
    // Reads the postings only if the wish holds money or a part of its budget is reserved. A claim
    // whose pledge was fully released holds no money, but can still reserve a part of the budget.
    boolean moneyless = wish.funding.signum() == 0 && wish.amountTaken.signum() == 0;
    // The key null stands for public funds; Map.of() would not allow a look-up of null.
    Map<Long, FormBalances> money =
        moneyless ? new HashMap<>() : FormBalances.byClaim(postings.ofWish(wish.id));
    List<ClaimSnapshot> snapshots = new ArrayList<>();
    for (Claim claim : context.claims) {
      snapshots.add(claim.snapshot(money.getOrDefault(claim.id, FormBalances.NONE)));
    }
    FormBalances open = money.getOrDefault(null, FormBalances.NONE);
    OnBehalf whom = context.caller.onBehalfOf();
    boolean unexplained = whom != null && whom.reason() == null;
    return wish.snapshot(
        context.roles, open.committed(), open.spent(), unexplained, snapshots, context.held());
  }

  private void write(CommandOnWish command, WishContext context, Decision.Accepted accepted) {
    boolean wasOver = context.wish.state.isEnded();
    AppliedDecision.toWish(context.wish, accepted, context.at, context.now, context.facts);
    refer(context.wish, wasOver);
    invitations.expire(context);
    command.write(context);
    claimWriter.write(context, command.transition, accepted);
    if (context.wish.liveInvitations > 0 && endsInvitations(command.transition, context.wish)) {
      invitations.endAll(context, command.transition == WishTransition.WITHDRAW);
    }
    post(context, accepted.postings());
    late(context);
  }

  /**
   * Frees the external reference of a wish that ends before anybody claimed it, so that a new wish
   * can have the same reference; takes the reference back if the wish is resumed.
   */
  private void refer(Wish wish, boolean wasOver) {
    boolean over = wish.state.isEnded();
    if (over && !wasOver && wish.firstClaimedAt == null) {
      references.free(AggregateType.WISH, wish.id);
    } else if (wasOver && !over) {
      references.move(AggregateType.WISH, wish.id, wish.referenceOwner());
    }
  }

  /** Adds to a late record its facts and its reason, and postpones the lapse of its claim. */
  private void late(WishContext context) {
    Caller caller = context.caller;
    if (caller.onBehalfOf() != null) {
      LeafFacts.putLate(context.facts, caller.onBehalfOf(), pseudonyms::ofMember);
      context.note(Note.Kind.REASON, caller.onBehalfOf().reason());
    }
    if (context.claim != null && caller.is(Role.OPERATOR) && context.at.isBefore(context.now)) {
      context.claim.spare(deadlines.sparedUntil(context.now));
    }
  }

  /** Whether nobody can claim the wish any more, not even after a claim on it ends. */
  private static boolean endsInvitations(WishTransition transition, Wish wish) {
    return transition == WishTransition.CLOSE_CLAIMING
        || switch (wish.state) {
          case OPEN, CLAIMED, IN_PROGRESS, DELIVERED -> false;
          default -> true;
        };
  }

  private void post(WishContext context, List<PostingDraft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    Map<Long, Claim> byId = context.claimsById();
    for (PostingDraft draft : drafts) {
      Claim claim = draft.claimId() == null ? null : byId.get(draft.claimId());
      if (claim != null) {
        claim.take(draft);
      }
    }
    postings.append(context.wish.id, context.entryId, drafts, context.at, context.now);
    context.post(LeafFacts.moves(drafts));
  }

  @Override
  protected WishReceipt receipt(WishContext context, LedgerReceipt ledger) {
    return WishReceipt.of(context.wish, context.claim, context.item, ledger);
  }
}
