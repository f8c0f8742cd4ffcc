package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.microwish.wish.lifecycle.Decision.Refused;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * Checks a command against the refusals that the transition table lists for the command's
 * transition, in the order of {@link Refusal}. No other class of the rules refuses commands. Longer
 * than 400 lines because each refusal has a condition of its own.
 */
final class Preconditions {

  private final Limits limits;
  private final WishSnapshot wish;
  private final WishCommand command;
  private final Instant now;

  /**
   * The limit that an amount in the command violates; null unless a check has found such an amount.
   */
  private Money free;

  /** The form of the money that {@link #free} limits; null if every form counts. */
  private Form form;

  /** Why the consent that is missing is needed; null unless a check has found one missing. */
  private Sensitivity consent;

  Preconditions(Limits limits, WishSnapshot wish, WishCommand command, Instant now) {
    this.limits = limits;
    this.wish = wish;
    this.command = command;
    this.now = now;
  }

  /** Returns the first refusal that applies; null if the command is accepted. */
  Refused first() {
    for (Refusal refusal : command.transition().refusals()) {
      if (applies(refusal)) {
        return new Refused(refusal, free, form, consent);
      }
    }
    return null;
  }

  private boolean applies(Refusal refusal) {
    return switch (refusal) {
      case NOT_PERMITTED -> !command.transition().permits(wish.roles()) || withdrawsAnothers();
      case WRONG_STATE -> wrongState();
      case WRONG_CLAIM_STATE -> wrongClaimState();
      case ALREADY_DELIVERED -> claim().delivered();
      case ALREADY_DONE -> alreadyDone();
      case OFF_WALL -> offWall();
      case NO_THANKS -> !((WishCommand.ShowThanks) command).there();
      case FROZEN -> frozen();
      case CLAIMED_ALREADY -> wish.tally().active() > 0;
      case NOT_A_PROJECT -> wish.kind() != WishKind.PROJECT;
      case KIND_CHANGED -> command instanceof WishCommand.Edit edit && edit.kind() != wish.kind();
      case OUTSIDE_DIVISION -> outsideDivision();
      case MARKED_AS_MINOR -> unmarksMinor();
      case NO_CONSENT -> lacksConsentToWithdraw();
      case CONSENT_REQUIRED -> lacksConsent();
      case MODERATION_OPEN -> moderationOpen();
      case HOLDS_CLAIM -> claimant().holdsClaim();
      case CLAIMING_CLOSED ->
          wish.closed() || (wish.state() == WishState.OPEN && isDue(wish.claimBy()));
      case ALREADY_INVITED -> invitation().live();
      case INVITATION_ENDED -> !invitation().live();
      case NO_PLACES_TO_HOLD ->
          invitation().reserved() && (wish.capacity() != Capacity.PLACES || wish.needsApproval());
      case FULL ->
          wish.state() != WishState.OPEN
              || !(holdsNoPlace() ? wish.isFree() : wish.isFreeForCaller());
      case NOT_FULL -> wish.state() == WishState.OPEN && wish.isFreeForCaller();
      case PLACES_HELD -> ((WishCommand.Edit) command).holdable() < wish.held();
      case TOO_MANY_INVITATIONS -> invitation().tooMany();
      case WRONG_CLAIMANT -> !wish.claimableBy().admits(claimant().type());
      case OUTSIDE_AREA -> !wish.claimableFrom().admits(wish.path(), claimant().paths());
      case BARRED -> claimant().barred();
      case NOT_OPEN -> invitation().unwilling();
      case TOO_MANY_CLAIMS -> claimant().atCap();
      case TOO_MANY_PENDING ->
          wish.needsApproval() && wish.tally().pending() >= limits.pendingClaims();
      case NOT_REVERSIBLE -> !isReversible(((WishCommand.ReversePosting) command).movement());
      case OVER_COMMITMENT -> overCommitment();
      case OVER_SPENT -> overSpent();
      case OVER_BUDGET -> overBudget();
      case BUDGET_TOO_SMALL -> budgetTooSmall();
      case PLEDGE_REQUIRED ->
          wish.capacity() == Capacity.AMOUNT && ((WishCommand.Claim) command).pledge().isZero();
      case NO_ACTIVE_CLAIM -> wish.tally().active() == 0;
      case PROXY_CONFLICT -> voice() != null && voice().conflicted();
      case PROXY_ROLE -> wrongRoleForProxy();
      case PROXY_TOO_EARLY -> proxyTooEarly();
      case EVIDENCE_REQUIRED ->
          voice() instanceof Proxy proxy
              && proxy.reason() == ProxyReason.CANNOT_USE_PHONE
              && !proxy.hasEvidence();
      case HAS_RESIDENT ->
          voice() instanceof Acceptance acceptance
              && (wish.kind() != WishKind.PROJECT || acceptance.hasResident());
      case TOO_FEW_SIGNATURES ->
          voice() instanceof Acceptance acceptance
              && acceptance.signatures() < acceptance.by().signatures();
      case SHEET_REQUIRED -> voice() instanceof Acceptance acceptance && !acceptance.hasSheet();
      case WRONG_CLAIMS -> namesOtherClaims();
      case REASON_REQUIRED ->
          claim().extensions() > 0 && !((WishCommand.ExtendClaim) command).hasReason();
      case LAPSE_UNEXPLAINED ->
          wish.unexplained() && claim().state() == ClaimState.ACTIVE && lapses();
      case NOT_DUE -> notDue();
      case NOT_LATER -> notLater();
      case CLAIM_BY_PAST -> isDue(((WishCommand.Publish) command).claimBy());
      case COMPLETE_BY_PAST -> isDue(newCompleteBy());
    };
  }

  // state -----------------------------------------------------------------------------------------

  private boolean wrongState() {
    WishState state = wish.state();
    WishTransition transition = command.transition();
    if (!transition.sources().contains(state)) {
      // A new claim on a wish in these states is refused with FULL or CLAIMING_CLOSED instead of
      // WRONG_STATE.
      return transition != WishTransition.CLAIM || !isTaken(state);
    }
    if (transition == WishTransition.WITHDRAW && state != WishState.DRAFT && isOnlyCollector()) {
      return true;
    }
    boolean staffOnly = transition == WishTransition.EDIT && !isWithAuthor(state);
    boolean editable = state == WishState.OPEN && !wish.everClaimed();
    return (staffOnly && !is(WishRole.OPERATOR))
        || (transition == WishTransition.CORRECT && editable);
  }

  private boolean offWall() {
    return command instanceof WishCommand.Unpublish unpublishing
        ? unpublishing.offWall()
        : invitation().offWall();
  }

  /** Whether a collector withdraws a wish for which somebody else is responsible. */
  private boolean withdrawsAnothers() {
    return command instanceof WishCommand.Withdraw withdrawal
        && !withdrawal.author()
        && isOnlyCollector();
  }

  /**
   * Whether the caller can no longer run this command because the wish has been claimed. For a
   * partner's withdrawal, a pending claim is enough.
   */
  private boolean frozen() {
    boolean claimed = wish.everClaimed() || wish.tally().pending() > 0 || wish.tally().active() > 0;
    return command.transition() == WishTransition.WITHDRAW
        ? claimed && wish.roles().equals(EnumSet.of(WishRole.PARTNER))
        : wish.everClaimed();
  }

  private boolean isOnlyCollector() {
    return is(WishRole.COLLECTOR) && !is(WishRole.RESIDENT) && !is(WishRole.OPERATOR);
  }

  private static boolean isWithAuthor(WishState state) {
    return state == WishState.DRAFT || state == WishState.RETURNED;
  }

  private static boolean isTaken(WishState state) {
    return state == WishState.CLAIMED
        || state == WishState.IN_PROGRESS
        || state == WishState.DELIVERED;
  }

  private boolean is(WishRole role) {
    return wish.roles().contains(role);
  }

  private boolean wrongClaimState() {
    if (command.transition().isOnPart()) {
      return !command.transition().parts().contains(claim().state());
    }
    // Evidence may be added only to claims that are ACTIVE or COMPLETED.
    return wish.claims().stream()
        .anyMatch(
            claim -> claim.state() != ClaimState.ACTIVE && claim.state() != ClaimState.COMPLETED);
  }

  private boolean alreadyDone() {
    if (command instanceof WishCommand.ReversePosting reversal) {
      return reversal.reversed();
    }
    return command.transition() == WishTransition.START ? claim().started() : claim().contacted();
  }

  // what an edit or a correction changes ----------------------------------------------------------

  private boolean outsideDivision() {
    return (command instanceof WishCommand.Edit edit && !edit.inDivision())
        || (command instanceof WishCommand.Correct correction && !correction.inDivision());
  }

  /** Returns the sensitivity that the command sets; null if the command sets none. */
  private Sensitivity mark() {
    if (command instanceof WishCommand.Edit edit) {
      return edit.sensitivity();
    }
    return command instanceof WishCommand.RecordConsent consent ? consent.sensitivity() : null;
  }

  /**
   * Whether a caller who is not an operator changes the sensitivity from MINOR to OTHER, which
   * would bypass the guardian's consent.
   */
  private boolean unmarksMinor() {
    return wish.sensitivity() == Sensitivity.MINOR
        && mark() == Sensitivity.OTHER
        && !is(WishRole.OPERATOR);
  }

  private boolean lacksConsentToWithdraw() {
    if (command instanceof WishCommand.WithdrawPublicConsent one) {
      return !one.given();
    }
    return takesConsentBack() && !wish.consentGiven();
  }

  private boolean takesConsentBack() {
    return command.transition() == WishTransition.WITHDRAW_CONSENT
        || (command instanceof WishCommand.Withdraw withdrawal && withdrawal.consentWithdrawn());
  }

  private boolean lacksConsent() {
    boolean given = wish.consentGiven();
    if (command instanceof WishCommand.Edit edit) {
      if (isWithAuthor(wish.state())) {
        return false;
      }
      if (wish.sensitivity() != Sensitivity.MINOR && mark() == Sensitivity.MINOR) {
        // A minor's own consent is not valid: a guardian must consent.
        given = given && edit.guardianConsented();
      }
    }
    consent = given ? null : mark() == null ? wish.sensitivity() : mark();
    return consent != null;
  }

  private boolean moderationOpen() {
    return (command instanceof WishCommand.Publish publish && publish.moderationOpen())
        || (command instanceof WishCommand.Republish republish && republish.moderationOpen())
        || (command instanceof WishCommand.ShowThanks thanks && thanks.moderationOpen());
  }

  // claims ----------------------------------------------------------------------------------------

  private ClaimSnapshot claim() {
    return wish.claims().getFirst();
  }

  private WishCommand.OnInvitation invitation() {
    return (WishCommand.OnInvitation) command;
  }

  private boolean holdsNoPlace() {
    return command instanceof WishCommand.OnInvitation && !invitation().reserved();
  }

  private Claimant claimant() {
    if (command instanceof WishCommand.OnInvitation invitation) {
      return invitation.claimant();
    }
    return command instanceof WishCommand.HandOverClaim handOver
        ? handOver.claimant()
        : ((WishCommand.Claim) command).claimant();
  }

  private boolean namesOtherClaims() {
    Set<Long> redo =
        command instanceof WishCommand.Reopen reopening
            ? reopening.redo()
            : ((WishCommand.ReportDissatisfaction) command).redo();
    Set<Long> all = new HashSet<>();
    wish.claims().forEach(claim -> all.add(claim.id()));
    return redo.isEmpty() || !all.containsAll(redo);
  }

  // money -----------------------------------------------------------------------------------------

  private boolean overCommitment() {
    if (command instanceof WishCommand.Deliver delivery) {
      return delivery.spent().entrySet().stream()
          .anyMatch(cost -> exceedsCommitted(cost.getValue(), claim().id(), cost.getKey()));
    }
    if (command instanceof WishCommand.PostPublicFunds funds) {
      return funds.movement() != Movement.PLEDGE
          && exceedsCommitted(funds.amount(), null, Form.PUBLIC_FUNDS);
    }
    WishCommand.ReversePosting reversal = (WishCommand.ReversePosting) command;
    return reversal.movement() == Movement.PLEDGE
        && exceedsCommitted(reversal.amount(), reversal.claimId(), reversal.form());
  }

  /** Whether an amount exceeds what the claim, or public funds, has committed in this form. */
  private boolean exceedsCommitted(Money amount, Long claimId, Form of) {
    return exceeds(amount, wish.committed(claimId, of), of);
  }

  private boolean overSpent() {
    if (command instanceof WishCommand.Refund refund) {
      return exceeds(refund.amount(), wish.spent(refund.claimId(), refund.form()), refund.form());
    }
    WishCommand.ReversePosting reversal = (WishCommand.ReversePosting) command;
    Money spent = wish.spent(reversal.claimId(), reversal.form());
    return switch (reversal.movement()) {
      case SPEND -> exceeds(reversal.amount(), spent, reversal.form());
      case REFUND ->
          exceeds(reversal.replacement(), spent.plus(reversal.amount()), reversal.form());
      case PLEDGE, RELEASE, UNSPEND, UNREFUND -> false;
    };
  }

  private boolean overBudget() {
    Money room = room();
    if (command instanceof WishCommand.ReversePosting reversal) {
      return overBudget(reversal, room);
    }
    if (command instanceof WishCommand.PostPublicFunds funds) {
      return funds.movement() == Movement.PLEDGE && exceeds(funds.amount(), room);
    }
    if (command instanceof WishCommand.Pledge pledge) {
      return exceeds(pledge.amount(), room);
    }
    Money pledge = command instanceof WishCommand.Claim claim ? claim.pledge() : claim().pledge();
    return pledge != null && exceeds(pledge, room);
  }

  /**
   * Returns the largest further pledge: the free part of the budget, but at most the amount that
   * keeps the wish's funding within {@link Money#MAX_FEN}.
   */
  private Money room() {
    Money untilLargest = new Money(Money.MAX_FEN).minus(wish.balances().funding());
    return wish.budget() == null ? untilLargest : untilLargest.min(wish.free());
  }

  private boolean overBudget(WishCommand.ReversePosting reversal, Money room) {
    Money wrong = reversal.amount();
    Money right = reversal.replacement();
    return switch (reversal.movement()) {
      case PLEDGE -> exceeds(right, room.plus(wrong));
      case SPEND -> {
        Money held = wish.committed(reversal.claimId(), reversal.form()).plus(wrong);
        yield right.compareTo(held) > 0 && exceeds(right.minus(held), room);
      }
      // A smaller refund increases the spent amount but not the funding, so only the budget limits
      // it.
      case REFUND ->
          wish.budget() != null
              && wrong.compareTo(right) > 0
              && exceeds(wrong.minus(right), wish.free());
      case RELEASE, UNSPEND, UNREFUND -> false;
    };
  }

  /**
   * Whether the new budget is zero or less than what is committed and spent. Public funds can be
   * committed even before the first claim.
   */
  private boolean budgetTooSmall() {
    Money budget =
        command instanceof WishCommand.Edit edit
            ? edit.budget()
            : ((WishCommand.Correct) command).budget();
    Money held = wish.balances().committed().plus(wish.balances().spent());
    if (budget == null || (!budget.isZero() && budget.compareTo(held) >= 0)) {
      return false;
    }
    free = held;
    return true;
  }

  private boolean exceeds(Money amount, Money bound) {
    return exceeds(amount, bound, null);
  }

  private boolean exceeds(Money amount, Money bound, Form of) {
    if (amount.compareTo(bound) <= 0) {
      return false;
    }
    free = bound;
    form = of;
    return true;
  }

  private static boolean isReversible(Movement movement) {
    return switch (movement) {
      case PLEDGE, SPEND, REFUND -> true;
      case RELEASE, UNSPEND, UNREFUND -> false;
    };
  }

  // confirmation ----------------------------------------------------------------------------------

  /** Returns who answers instead of the resident; null if the resident answers. */
  private Voice voice() {
    return command instanceof WishCommand.Confirm confirmation
        ? confirmation.voice()
        : ((WishCommand.ReportDissatisfaction) command).voice();
  }

  private boolean wrongRoleForProxy() {
    return switch (voice()) {
      case null -> !is(WishRole.RESIDENT);
      case Acceptance _ -> !is(WishRole.OPERATOR) && !is(WishRole.COLLECTOR);
      case Proxy proxy ->
          switch (proxy.reason()) {
            case CANNOT_USE_PHONE -> !is(WishRole.OPERATOR) && !is(WishRole.COLLECTOR);
            case NO_ANSWER -> !is(WishRole.OPERATOR);
            // An operator who records the resident's answer late also has the role RESIDENT.
            case ON_PAPER -> !is(WishRole.OPERATOR) || !is(WishRole.RESIDENT);
          };
    };
  }

  private boolean proxyTooEarly() {
    return voice() instanceof Proxy proxy
        && proxy.reason() == ProxyReason.NO_ANSWER
        && (wish.deliveredAt() == null || !isDue(limits.noAnswerFrom(wish.deliveredAt())));
  }

  // dates -----------------------------------------------------------------------------------------

  private boolean notDue() {
    WishTransition transition = command.transition();
    if (command instanceof WishCommand.OnInvitation invitation) {
      return !invitation.due();
    }
    if (!transition.isOnPart()) {
      boolean mayCloseEarly = transition == WishTransition.CLOSE_CLAIMING && is(WishRole.OPERATOR);
      return !mayCloseEarly
          && !isDue(transition == WishTransition.ARCHIVE ? wish.noticeUntil() : wish.claimBy());
    }
    ClaimSnapshot claim = claim();
    if (transition == WishTransition.MARK_OVERDUE) {
      return !claim.started() || claim.overdue() || !isDue(claim.completeBy());
    }
    return !lapses();
  }

  /** Whether a deadline of the claim has passed at which it lapses. */
  private boolean lapses() {
    ClaimSnapshot claim = claim();
    boolean silent = !claim.contacted() && !claim.assessed() && isDue(claim.contactBy());
    return !claim.started() && (silent || isDue(claim.completeBy()));
  }

  private boolean notLater() {
    if (command instanceof WishCommand.ExtendClaim extension) {
      return !extension.completeBy().isAfter(claim().completeBy()) || isDue(extension.completeBy());
    }
    Instant claimBy =
        command instanceof WishCommand.Republish republish
            ? republish.claimBy()
            : ((WishCommand.Extend) command).claimBy();
    return isDue(claimBy) || (wish.claimBy() != null && !claimBy.isAfter(wish.claimBy()));
  }

  /**
   * Returns the completion date that the wish would have after an Edit or Publish command; may be
   * null.
   */
  private Instant newCompleteBy() {
    if (command instanceof WishCommand.Edit edit) {
      return edit.completeBy();
    }
    Instant given = ((WishCommand.Publish) command).completeBy();
    return given == null ? wish.completeBy() : given;
  }

  private boolean isDue(Instant date) {
    return date != null && !date.isAfter(now);
  }
}
