package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.lifecycle.ClaimChange.Step;
import org.microwish.wish.lifecycle.Decision.Accepted;
import org.microwish.wish.lifecycle.Decision.Refused;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingDraft;

/**
 * Decides what a command does to a wish. Pure: the same snapshot, command and time give the same
 * decision, and nothing is written here.
 */
public final class WishLifecycle {

  private final Limits limits;

  /** The rules with these limits. */
  public WishLifecycle(Limits limits) {
    this.limits = limits;
  }

  /**
   * The state that follows from the claims, for a wish between publication and confirmation.
   *
   * @param free a place, or a part of the budget, can still be claimed
   */
  public static WishState follow(boolean free, Tally tally) {
    if (free || tally.active() == 0) {
      return WishState.OPEN;
    }
    if (tally.delivered() == tally.active()) {
      return WishState.DELIVERED;
    }
    return tally.started() > 0 ? WishState.IN_PROGRESS : WishState.CLAIMED;
  }

  /** Whether the table lets somebody who is all this give the command at all. */
  public static boolean permits(WishTransition transition, Set<Party> parties) {
    return transition.parties().stream().anyMatch(parties::contains);
  }

  /**
   * Decides.
   *
   * @param now the time of the decision; for deadlines the database's
   */
  public Decision decide(WishSnapshot wish, WishCommand command, Instant now) {
    WishTransition transition = command.transition();
    if (!permits(transition, wish.parties())) {
      return Refused.because(Refusal.NOT_PERMITTED);
    }
    if (!transition.sources().contains(wish.state())) {
      return Refused.because(wrongState(wish, transition));
    }
    if (transition.isOnClaim()) {
      ClaimSnapshot claim = wish.claims().getFirst();
      if (!transition.claims().contains(claim.state())) {
        return Refused.because(Refusal.WRONG_CLAIM_STATE);
      }
      if (claim.delivered()) {
        return Refused.because(Refusal.ALREADY_DELIVERED);
      }
    }
    Draft draft = new Draft(wish);
    return switch (command) {
      case WishCommand.OnWish onWish -> onWish(draft, onWish.transition(), now);
      case WishCommand.OnClaim onClaim -> onClaim(draft, onClaim.transition(), now);
      case WishCommand.Withdraw withdrawal -> withdraw(draft, withdrawal.consentWithdrawn());
      case WishCommand.Claim claim -> claim(draft, claim, now);
      case WishCommand.Pledge pledge -> pledge(draft, pledge);
      case WishCommand.Deliver deliver -> deliver(draft, deliver);
      case WishCommand.ExtendClaim extension -> extendClaim(draft, extension, now);
      case WishCommand.ClaimBy claimBy -> claimBy(draft, claimBy, now);
      case WishCommand.Confirm confirm -> confirm(draft, confirm.proxy(), now);
      case WishCommand.ReportDissatisfaction report -> dissatisfied(draft, report, now);
      case WishCommand.Reopen reopen -> reopen(draft, reopen, now);
      case WishCommand.PostPublicFunds funds -> publicFunds(draft, funds);
      case WishCommand.Refund refund -> refund(draft, refund);
      case WishCommand.ReversePosting reversal -> reverse(draft, reversal);
    };
  }

  private static Refusal wrongState(WishSnapshot wish, WishTransition transition) {
    // A loser of the rush is told that the wish is taken, not what state it is in.
    if (transition == WishTransition.CLAIM) {
      switch (wish.state()) {
        case CLAIMED, IN_PROGRESS, DELIVERED -> {
          return wish.closed() ? Refusal.CLAIMING_CLOSED : Refusal.FULL;
        }
        case DRAFT,
            SUBMITTED,
            RETURNED,
            REJECTED,
            REFERRED,
            OPEN,
            FULFILLED,
            ARCHIVED,
            EXPIRED,
            WITHDRAWN -> {}
      }
    }
    return Refusal.WRONG_STATE;
  }

  private Decision onWish(Draft draft, WishTransition transition, Instant now) {
    WishSnapshot wish = draft.wish;
    return switch (transition) {
      case EDIT -> edit(draft);
      case SUBMIT, RETURN, REJECT, REFER, PUBLISH -> draft.to(onlyTarget(transition));
      case CLOSE_CLAIMING -> {
        if (wish.tally().active() == 0) {
          yield Refused.because(Refusal.NO_ACTIVE_CLAIM);
        }
        if (!wish.parties().contains(Party.OPERATOR) && !isDue(wish.claimBy(), now)) {
          yield Refused.because(Refusal.NOT_DUE);
        }
        draft.closed = true;
        yield draft.following();
      }
      case EXPIRE -> {
        if (wish.tally().active() > 0) {
          yield Refused.because(Refusal.CLAIMED_ALREADY);
        }
        if (!isDue(wish.claimBy(), now)) {
          yield Refused.because(Refusal.NOT_DUE);
        }
        draft.lapsePending();
        yield draft.to(WishState.EXPIRED);
      }
      case WITHDRAW -> withdraw(draft, false);
      case ARCHIVE ->
          isDue(wish.noticeUntil(), now)
              ? draft.to(WishState.ARCHIVED)
              : Refused.because(Refusal.NOT_DUE);
      case HOLD_MEETING ->
          wish.kind() == WishKind.PROJECT
              ? draft.unchanged()
              : Refused.because(Refusal.NOT_A_PROJECT);
      case CORRECT ->
          wish.everClaimed() || wish.state() != WishState.OPEN
              ? draft.unchanged()
              : Refused.because(Refusal.WRONG_STATE);
      case ADD_EVIDENCE ->
          wish.claims().stream().allMatch(WishLifecycle::works)
              ? draft.unchanged()
              : Refused.because(Refusal.WRONG_CLAIM_STATE);
      case FOLLOW_UP, RECORD_CONSENT, WITHDRAW_CONSENT -> draft.unchanged();
      case CREATE,
          REPUBLISH,
          CLAIM,
          APPROVE,
          DECLINE,
          PLEDGE,
          CHANGE_PARTICIPANTS,
          CONTACT,
          ASSESS,
          START,
          PROGRESS,
          DELIVER_PART,
          DELIVER,
          RELEASE,
          REVOKE,
          LAPSE,
          MARK_OVERDUE,
          EXTEND_CLAIM,
          EXTEND,
          CONFIRM,
          REPORT_DISSATISFACTION,
          REOPEN,
          POST_PUBLIC_FUNDS,
          REFUND,
          REVERSE_POSTING ->
          throw new IllegalArgumentException(transition + " has a command of its own");
    };
  }

  private static Decision edit(Draft draft) {
    WishSnapshot wish = draft.wish;
    boolean operator = wish.parties().contains(Party.OPERATOR);
    if (!operator && wish.state() != WishState.DRAFT && wish.state() != WishState.RETURNED) {
      return Refused.because(Refusal.WRONG_STATE);
    }
    return wish.everClaimed() ? Refused.because(Refusal.FROZEN) : draft.unchanged();
  }

  private static Decision withdraw(Draft draft, boolean consentWithdrawn) {
    WishSnapshot wish = draft.wish;
    if (!consentWithdrawn
        && !wish.parties().contains(Party.OPERATOR)
        && wish.tally().active() > 0) {
      return Refused.because(Refusal.CLAIMED_ALREADY);
    }
    for (ClaimSnapshot claim : wish.claims()) {
      draft.release(claim.id(), claim.committed());
      draft.change(ClaimChange.of(claim, Step.ENDED, ClaimState.REVOKED));
    }
    draft.release(null, wish.publicCommitted());
    draft.tally = Tally.NONE;
    return draft.to(WishState.WITHDRAWN);
  }

  private Decision onClaim(Draft draft, WishTransition transition, Instant now) {
    ClaimSnapshot claim = draft.claim();
    return switch (transition) {
      case APPROVE -> approve(draft, claim, now);
      case DECLINE -> {
        draft.tally = draft.tally.withPending(-1);
        draft.change(ClaimChange.of(claim, Step.ENDED, ClaimState.DECLINED));
        yield draft.unchanged();
      }
      case CHANGE_PARTICIPANTS, PROGRESS -> draft.noted(claim, Step.NOTED);
      case CONTACT ->
          claim.contacted()
              ? Refused.because(Refusal.ALREADY_DONE)
              : draft.noted(claim, Step.CONTACTED);
      case ASSESS -> draft.noted(claim, Step.ASSESSED);
      case START -> {
        if (claim.started()) {
          yield Refused.because(Refusal.ALREADY_DONE);
        }
        draft.tally = draft.tally.begun();
        draft.change(ClaimChange.of(claim, Step.STARTED, ClaimState.ACTIVE));
        yield draft.following();
      }
      case RELEASE -> end(draft, claim, ClaimState.RELEASED);
      case REVOKE -> end(draft, claim, ClaimState.REVOKED);
      case LAPSE -> {
        boolean silent =
            !claim.contacted()
                && !claim.assessed()
                && !claim.started()
                && isDue(claim.contactBy(), now);
        boolean idle = !claim.started() && isDue(claim.completeBy(), now);
        yield silent || idle
            ? end(draft, claim, ClaimState.LAPSED)
            : Refused.because(Refusal.NOT_DUE);
      }
      case MARK_OVERDUE ->
          claim.started() && !claim.overdue() && isDue(claim.completeBy(), now)
              ? draft.noted(claim, Step.OVERDUE)
              : Refused.because(Refusal.NOT_DUE);
      case CREATE,
          EDIT,
          SUBMIT,
          RETURN,
          REJECT,
          REFER,
          PUBLISH,
          REPUBLISH,
          CLAIM,
          PLEDGE,
          DELIVER_PART,
          DELIVER,
          EXTEND_CLAIM,
          EXTEND,
          CLOSE_CLAIMING,
          EXPIRE,
          WITHDRAW,
          CONFIRM,
          REPORT_DISSATISFACTION,
          REOPEN,
          ARCHIVE,
          CORRECT,
          POST_PUBLIC_FUNDS,
          REFUND,
          REVERSE_POSTING,
          ADD_EVIDENCE,
          HOLD_MEETING,
          FOLLOW_UP,
          RECORD_CONSENT,
          WITHDRAW_CONSENT ->
          throw new IllegalArgumentException(transition + " is not on one claim");
    };
  }

  private static Decision end(Draft draft, ClaimSnapshot claim, ClaimState to) {
    draft.change(ClaimChange.of(claim, Step.ENDED, to));
    if (claim.state() == ClaimState.PENDING) {
      draft.tally = draft.tally.withPending(-1);
      return draft.unchanged();
    }
    draft.release(claim.id(), claim.committed());
    // Also what an earlier delivery left over: it was spoken for only while the claim stood.
    draft.giveBack(claim.pledged().minus(sum(claim.spent())));
    draft.tally = draft.tally.ended(claim);
    return draft.following();
  }

  private Decision claim(Draft draft, WishCommand.Claim command, Instant now) {
    WishSnapshot wish = draft.wish;
    Claimant claimant = command.claimant();
    if (wish.closed() || isDue(wish.claimBy(), now)) {
      return Refused.because(Refusal.CLAIMING_CLOSED);
    }
    if (!draft.isFree()) {
      return Refused.because(Refusal.FULL);
    }
    if (claimant.holdsClaim()) {
      return Refused.because(Refusal.HOLDS_CLAIM);
    }
    if (!wish.claimableBy().admits(claimant.type())) {
      return Refused.because(Refusal.WRONG_CLAIMANT);
    }
    if (!wish.claimableFrom().admits(wish.path(), claimant.paths())) {
      return Refused.because(Refusal.OUTSIDE_AREA);
    }
    if (claimant.barred()) {
      return Refused.because(Refusal.BARRED);
    }
    if (claimant.atCap()) {
      return Refused.because(Refusal.TOO_MANY_CLAIMS);
    }
    if (wish.needsApproval() && wish.tally().pending() >= limits.pendingClaims()) {
      return Refused.because(Refusal.TOO_MANY_PENDING);
    }
    if (isOver(wish.free(), command.pledge())) {
      return new Refused(Refusal.OVER_BUDGET, wish.free());
    }
    if (wish.capacity() == Capacity.AMOUNT && command.pledge().isZero()) {
      return Refused.because(Refusal.PLEDGE_REQUIRED);
    }
    if (wish.needsApproval()) {
      draft.tally = draft.tally.withPending(1);
      draft.change(
          new ClaimChange(command.claimId(), Step.REQUESTED, ClaimState.PENDING, null, null));
      return draft.unchanged();
    }
    activate(draft, command.claimId(), command.pledge(), command.form(), now);
    return draft.following();
  }

  private Decision approve(Draft draft, ClaimSnapshot claim, Instant now) {
    WishSnapshot wish = draft.wish;
    if (wish.closed() || isDue(wish.claimBy(), now)) {
      return Refused.because(Refusal.CLAIMING_CLOSED);
    }
    if (!draft.isFree()) {
      return Refused.because(Refusal.FULL);
    }
    if (isOver(wish.free(), claim.pledge())) {
      return new Refused(Refusal.OVER_BUDGET, wish.free());
    }
    draft.tally = draft.tally.withPending(-1);
    activate(draft, claim.id(), claim.pledge(), claim.pledgeForm(), now);
    return draft.following();
  }

  private void activate(Draft draft, long claimId, Money pledge, Form form, Instant now) {
    Instant fixed = draft.wish.completeBy();
    Instant completeBy =
        fixed != null && fixed.isAfter(now) ? fixed : now.plus(limits.completeWithin());
    draft.tally = draft.tally.activated();
    draft.pledge(claimId, pledge, form);
    draft.change(
        new ClaimChange(
            claimId,
            Step.ACTIVATED,
            ClaimState.ACTIVE,
            now.plus(limits.contactWithin()),
            completeBy));
  }

  private static Decision pledge(Draft draft, WishCommand.Pledge command) {
    if (isOver(draft.wish.free(), command.amount())) {
      return new Refused(Refusal.OVER_BUDGET, draft.wish.free());
    }
    ClaimSnapshot claim = draft.claim();
    draft.pledge(claim.id(), command.amount(), command.form());
    draft.change(ClaimChange.of(claim, Step.NOTED, claim.state()));
    return draft.following();
  }

  private static Decision deliver(Draft draft, WishCommand.Deliver command) {
    ClaimSnapshot claim = draft.claim();
    Map<Form, Money> rest = new EnumMap<>(Form.class);
    rest.putAll(claim.committed());
    for (Map.Entry<Form, Money> cost : command.spent().entrySet()) {
      Money committed = rest.getOrDefault(cost.getKey(), Money.ZERO);
      if (cost.getValue().compareTo(committed) > 0) {
        return new Refused(Refusal.OVER_COMMITMENT, committed);
      }
      draft.post(claim.id(), Movement.SPEND, cost.getValue(), cost.getKey(), null);
      rest.put(cost.getKey(), committed.minus(cost.getValue()));
    }
    if (!claim.started()) {
      draft.tally = draft.tally.begun();
    }
    if (command.whole()) {
      // What was promised stays spoken for: an underspent project does not open again.
      draft.release(claim.id(), rest);
      draft.tally = draft.tally.finished();
    }
    draft.change(
        ClaimChange.of(
            claim, command.whole() ? Step.DELIVERED : Step.PARTLY_DELIVERED, ClaimState.ACTIVE));
    return draft.following();
  }

  private static Decision extendClaim(Draft draft, WishCommand.ExtendClaim command, Instant now) {
    ClaimSnapshot claim = draft.claim();
    if (claim.extensions() > 0 && !command.hasReason()) {
      return Refused.because(Refusal.REASON_REQUIRED);
    }
    if (!command.completeBy().isAfter(claim.completeBy()) || !command.completeBy().isAfter(now)) {
      return Refused.because(Refusal.NOT_LATER);
    }
    draft.change(
        new ClaimChange(claim.id(), Step.EXTENDED, ClaimState.ACTIVE, null, command.completeBy()));
    return draft.unchanged();
  }

  private static Decision claimBy(Draft draft, WishCommand.ClaimBy command, Instant now) {
    Instant before = draft.wish.claimBy();
    if (!command.claimBy().isAfter(now) || (before != null && !command.claimBy().isAfter(before))) {
      return Refused.because(Refusal.NOT_LATER);
    }
    return command.transition() == WishTransition.REPUBLISH
        ? draft.to(WishState.OPEN)
        : draft.unchanged();
  }

  private Decision confirm(Draft draft, Proxy proxy, Instant now) {
    Refusal refusal = proxyRefusal(draft.wish, proxy, now);
    if (refusal != null) {
      return Refused.because(refusal);
    }
    for (ClaimSnapshot claim : draft.wish.claims()) {
      draft.change(ClaimChange.of(claim, Step.COMPLETED, ClaimState.COMPLETED));
    }
    draft.release(null, draft.wish.publicCommitted());
    draft.tally = draft.tally.completed();
    return draft.to(WishState.FULFILLED);
  }

  private Refusal proxyRefusal(WishSnapshot wish, Proxy proxy, Instant now) {
    if (proxy == null) {
      return wish.parties().contains(Party.RESIDENT) ? null : Refusal.PROXY_ROLE;
    }
    if (proxy.conflicted()) {
      return Refusal.PROXY_CONFLICT;
    }
    boolean operator = wish.parties().contains(Party.OPERATOR);
    if (!operator && !wish.parties().contains(Party.COLLECTOR)) {
      return Refusal.PROXY_ROLE;
    }
    return switch (proxy.reason()) {
      case CANNOT_USE_PHONE -> proxy.hasEvidence() ? null : Refusal.EVIDENCE_REQUIRED;
      case NO_ANSWER -> {
        if (!operator) {
          yield Refusal.PROXY_ROLE;
        }
        Instant allowed =
            wish.deliveredAt() == null ? null : wish.deliveredAt().plus(limits.noAnswerAfter());
        yield isDue(allowed, now) ? null : Refusal.PROXY_TOO_EARLY;
      }
    };
  }

  private Decision dissatisfied(
      Draft draft, WishCommand.ReportDissatisfaction command, Instant now) {
    Refusal refusal = proxyRefusal(draft.wish, command.proxy(), now);
    if (refusal != null) {
      return Refused.because(refusal);
    }
    if (!namesSomeOf(draft.wish, command.redo())) {
      return Refused.because(Refusal.WRONG_CLAIMS);
    }
    for (ClaimSnapshot claim : draft.wish.claims()) {
      if (command.redo().contains(claim.id())) {
        draft.change(
            new ClaimChange(
                claim.id(), Step.REDO, ClaimState.ACTIVE, null, now.plus(limits.completeWithin())));
      }
    }
    draft.tally = draft.tally.redone(command.redo().size());
    return draft.following();
  }

  private Decision reopen(Draft draft, WishCommand.Reopen command, Instant now) {
    if (!namesSomeOf(draft.wish, command.redo())) {
      return Refused.because(Refusal.WRONG_CLAIMS);
    }
    int resumed = draft.wish.claims().size();
    for (ClaimSnapshot claim : draft.wish.claims()) {
      draft.change(
          command.redo().contains(claim.id())
              ? new ClaimChange(
                  claim.id(),
                  Step.RESUMED_REDO,
                  ClaimState.ACTIVE,
                  null,
                  now.plus(limits.completeWithin()))
              : ClaimChange.of(claim, Step.RESUMED, ClaimState.ACTIVE));
    }
    Tally before = draft.tally;
    draft.tally =
        new Tally(
            before.placesTaken(),
            before.pending(),
            resumed,
            resumed,
            resumed - command.redo().size());
    return draft.to(WishState.IN_PROGRESS);
  }

  private static boolean namesSomeOf(WishSnapshot wish, Set<Long> redo) {
    Set<Long> all = new HashSet<>();
    wish.claims().forEach(claim -> all.add(claim.id()));
    return !redo.isEmpty() && all.containsAll(redo);
  }

  private static Decision publicFunds(Draft draft, WishCommand.PostPublicFunds command) {
    WishSnapshot wish = draft.wish;
    Money committed = wish.publicCommitted().getOrDefault(Form.PUBLIC_FUNDS, Money.ZERO);
    switch (command.movement()) {
      case PLEDGE -> {
        if (isOver(wish.free(), command.amount())) {
          return new Refused(Refusal.OVER_BUDGET, wish.free());
        }
        draft.pledge(null, command.amount(), Form.PUBLIC_FUNDS);
      }
      case SPEND, RELEASE -> {
        if (command.amount().compareTo(committed) > 0) {
          return new Refused(Refusal.OVER_COMMITMENT, committed);
        }
        draft.post(null, command.movement(), command.amount(), Form.PUBLIC_FUNDS, null);
        if (command.movement() == Movement.RELEASE && wish.state() != WishState.DELIVERED) {
          draft.giveBack(command.amount());
        }
      }
      case REFUND, UNSPEND, UNREFUND ->
          throw new IllegalArgumentException(command.movement() + " has a command of its own");
    }
    return draft.following();
  }

  private static Decision refund(Draft draft, WishCommand.Refund command) {
    Map<Form, Money> spent =
        command.claimId() == null ? draft.wish.publicSpent() : draft.claim().spent();
    Money most = spent.getOrDefault(command.form(), Money.ZERO);
    if (command.amount().compareTo(most) > 0) {
      return new Refused(Refusal.OVER_SPENT, most);
    }
    draft.post(command.claimId(), Movement.REFUND, command.amount(), command.form(), null);
    if (command.claimId() != null) {
      draft.change(ClaimChange.of(draft.claim(), Step.NOTED, draft.claim().state()));
    }
    return draft.unchanged();
  }

  private static Decision reverse(Draft draft, WishCommand.ReversePosting command) {
    WishSnapshot wish = draft.wish;
    if (command.reversed()) {
      return Refused.because(Refusal.ALREADY_DONE);
    }
    ClaimSnapshot claim = command.claimId() == null ? null : draft.claim();
    Money committed =
        (claim == null ? wish.publicCommitted() : claim.committed())
            .getOrDefault(command.form(), Money.ZERO);
    Money spent =
        (claim == null ? wish.publicSpent() : claim.spent())
            .getOrDefault(command.form(), Money.ZERO);
    Money right = command.replacement();
    Money wrong = command.amount();
    Form form = command.form();
    Long claimId = command.claimId();
    switch (command.movement()) {
      case PLEDGE -> {
        if (wrong.compareTo(committed) > 0) {
          return new Refused(Refusal.OVER_COMMITMENT, committed);
        }
        if (isOver(plus(wish.free(), wrong), right)) {
          return new Refused(Refusal.OVER_BUDGET, plus(wish.free(), wrong));
        }
        draft.post(claimId, Movement.RELEASE, wrong, form, command.postingId());
        draft.giveBack(wrong);
        draft.pledge(claimId, right, form);
        if (wish.capacity() == Capacity.AMOUNT
            && wish.state() != WishState.OPEN
            && draft.isFree()) {
          // It never changes the state: what it frees may be pledged, not claimed anew.
          draft.closed = true;
        }
      }
      case SPEND -> {
        if (wrong.compareTo(spent) > 0) {
          return new Refused(Refusal.OVER_SPENT, spent);
        }
        Money held = committed.plus(wrong);
        if (right.compareTo(held) > 0) {
          Money more = right.minus(held);
          if (isOver(wish.free(), more)) {
            return new Refused(Refusal.OVER_BUDGET, wish.free());
          }
          draft.pledge(claimId, more, form);
        }
        draft.post(claimId, Movement.UNSPEND, wrong, form, command.postingId());
        draft.post(claimId, Movement.SPEND, right, form, null);
        // Work that is done with holds no promise: what was not spent after all goes back.
        boolean over =
            claim == null
                ? wish.state() == WishState.FULFILLED
                : claim.delivered() || !claim.state().isLive();
        if (over && wrong.compareTo(right) > 0) {
          draft.post(claimId, Movement.RELEASE, wrong.minus(right), form, null);
        }
      }
      case REFUND -> {
        if (isOver(spent.plus(wrong), right)) {
          return new Refused(Refusal.OVER_SPENT, spent.plus(wrong));
        }
        if (isOver(plus(wish.free(), right), wrong)) {
          return new Refused(Refusal.OVER_BUDGET, wish.free());
        }
        draft.post(claimId, Movement.UNREFUND, wrong, form, command.postingId());
        draft.post(claimId, Movement.REFUND, right, form, null);
      }
      case RELEASE, UNSPEND, UNREFUND -> {
        return Refused.because(Refusal.NOT_REVERSIBLE);
      }
    }
    if (claim != null) {
      draft.change(ClaimChange.of(claim, Step.NOTED, claim.state()));
    }
    return draft.unchanged();
  }

  private static Money sum(Map<Form, Money> byForm) {
    return byForm.values().stream().reduce(Money.ZERO, Money::plus);
  }

  private static Money plus(Money free, Money more) {
    return free == null ? null : free.plus(more);
  }

  /** Whether an amount is more than what is free; a null bound bounds nothing. */
  private static boolean isOver(Money free, Money amount) {
    return free != null && amount.compareTo(free) > 0;
  }

  /** Whether a claim has, or had, work that a file can show. */
  private static boolean works(ClaimSnapshot claim) {
    return claim.state() == ClaimState.ACTIVE || claim.state() == ClaimState.COMPLETED;
  }

  private static boolean isDue(Instant date, Instant now) {
    return date != null && !date.isAfter(now);
  }

  private static WishState onlyTarget(WishTransition transition) {
    return transition.targets().iterator().next();
  }

  /** The wish after the command, as it takes shape. */
  private static final class Draft {
    private final WishSnapshot wish;
    private final List<ClaimChange> changes = new ArrayList<>();
    private final List<PostingDraft> postings = new ArrayList<>();
    private boolean closed;
    private Tally tally;
    private Money amountTaken;
    private Balances balances;
    private boolean declinesPending;
    private boolean lapsesPending;

    Draft(WishSnapshot wish) {
      this.wish = wish;
      this.closed = wish.closed();
      this.tally = wish.tally();
      this.amountTaken = wish.amountTaken();
      this.balances = wish.balances();
    }

    ClaimSnapshot claim() {
      return wish.claims().getFirst();
    }

    boolean isFree() {
      return !closed
          && switch (wish.capacity()) {
            case PLACES -> tally.placesTaken() < wish.places();
            case AMOUNT -> amountTaken.compareTo(wish.budget()) < 0;
          };
    }

    void change(ClaimChange change) {
      changes.add(change);
    }

    Decision noted(ClaimSnapshot claim, Step step) {
      change(ClaimChange.of(claim, step, claim.state()));
      return unchanged();
    }

    void pledge(Long claimId, Money amount, Form form) {
      post(claimId, Movement.PLEDGE, amount, form, null);
      if (wish.budget() != null) {
        amountTaken = amountTaken.plus(amount).min(wish.budget());
      }
    }

    void release(Long claimId, Map<Form, Money> committed) {
      inOrder(committed)
          .forEach((form, amount) -> post(claimId, Movement.RELEASE, amount, form, null));
    }

    private static EnumMap<Form, Money> inOrder(Map<Form, Money> map) {
      EnumMap<Form, Money> sorted = new EnumMap<>(Form.class);
      sorted.putAll(map);
      return sorted;
    }

    void giveBack(Money amount) {
      amountTaken = amountTaken.minus(amount.min(amountTaken));
    }

    void post(Long claimId, Movement movement, Money amount, Form form, Long reverses) {
      if (!amount.isZero()) {
        postings.add(new PostingDraft(claimId, movement, amount, form, reverses));
        balances = balances.after(movement, amount);
      }
    }

    void lapsePending() {
      lapsesPending = tally.pending() > 0;
      tally = tally.withPending(-tally.pending());
    }

    Decision unchanged() {
      return to(wish.state());
    }

    /** The state follows the claims; a wish that is not free any more turns the waiting away. */
    Decision following() {
      if (tally.active() == 0) {
        closed = false;
      }
      WishState state = follow(isFree(), tally);
      if (state != WishState.OPEN && tally.pending() > 0) {
        declinesPending = true;
        tally = tally.withPending(-tally.pending());
      }
      return to(state);
    }

    Decision to(WishState state) {
      if (wish.budget() != null && tally.active() == 0 && state == WishState.OPEN) {
        // Where nobody stands, nothing is spoken for but what is committed or spent.
        amountTaken = balances.committed().plus(balances.spent());
      }
      return new Accepted(
          state,
          closed,
          tally,
          amountTaken,
          balances,
          List.copyOf(changes),
          List.copyOf(postings),
          declinesPending,
          lapsesPending);
    }
  }
}
