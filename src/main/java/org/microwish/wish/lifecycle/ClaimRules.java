package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.microwish.wish.lifecycle.ClaimChange.Step;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** Computes the effects of accepted commands on one claim, including a new one. */
final class ClaimRules {

  private final Limits limits;
  private final Instant now;

  ClaimRules(Limits limits, Instant now) {
    this.limits = limits;
    this.now = now;
  }

  Decision claim(NextWish next, WishCommand.Claim command) {
    if (next.wish.needsApproval()) {
      next.tally = next.tally.withPending(1);
      next.change(
          new ClaimChange(command.claimId(), Step.REQUESTED, ClaimState.PENDING, null, null));
      return next.unchanged();
    }
    activate(next, command.claimId(), command.pledge(), command.form());
    return next.following();
  }

  private void activate(NextWish next, long claimId, Money pledge, Form form) {
    Instant fixed = next.wish.completeBy();
    Instant completeBy = fixed != null && fixed.isAfter(now) ? fixed : limits.completeBy(now);
    next.tally = next.tally.activated();
    next.pledge(claimId, pledge, form);
    next.change(
        new ClaimChange(
            claimId, Step.ACTIVATED, ClaimState.ACTIVE, limits.contactBy(now), completeBy));
  }

  /** Computes the effects of a command that concerns one claim and has no parameters. */
  Decision onClaim(NextWish next, WishTransition transition) {
    ClaimSnapshot claim = next.claim();
    return switch (transition) {
      case APPROVE -> {
        next.tally = next.tally.withPending(-1);
        activate(next, claim.id(), claim.pledge(), claim.pledgeForm());
        yield next.following();
      }
      case DECLINE -> end(next, claim, ClaimState.DECLINED);
      case RELEASE -> end(next, claim, ClaimState.RELEASED);
      case REVOKE -> end(next, claim, ClaimState.REVOKED);
      case LAPSE -> end(next, claim, ClaimState.LAPSED);
      case CHANGE_PARTICIPANTS, PROGRESS -> next.noted(claim, Step.NOTED);
      case CONTACT -> next.noted(claim, Step.CONTACTED);
      case ASSESS -> next.noted(claim, Step.ASSESSED);
      case MARK_OVERDUE -> next.noted(claim, Step.OVERDUE);
      case START -> {
        next.tally = next.tally.begun();
        next.change(ClaimChange.of(claim, Step.STARTED, ClaimState.ACTIVE));
        yield next.following();
      }
      case CREATE,
          EDIT,
          SUBMIT,
          RETURN,
          REJECT,
          RESUME,
          REFER,
          PUBLISH,
          REPUBLISH,
          AMEND_PUBLIC_WORDS,
          UNPUBLISH,
          CLAIM,
          INVITE,
          JOIN_WAITING_LIST,
          OFFER_PLACE,
          DECLINE_INVITATION,
          WITHDRAW_INVITATION,
          EXPIRE_INVITATION,
          HAND_OVER_CLAIM,
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
          HAND_OVER,
          THANK,
          PUBLISH_THANKS,
          HIDE_THANKS,
          NOTE,
          MOVE,
          RECORD_CONSENT,
          WITHDRAW_CONSENT ->
          throw new IllegalArgumentException(
              transition + " is not a command on one claim without parameters");
    };
  }

  private static Decision end(NextWish next, ClaimSnapshot claim, ClaimState to) {
    next.change(ClaimChange.of(claim, Step.ENDED, to));
    if (claim.state() == ClaimState.PENDING) {
      next.tally = next.tally.withPending(-1);
      return next.unchanged();
    }
    next.release(claim.id(), claim.committed());
    // Frees the claim's part of the budget, except the spent money. An earlier delivery released
    // the rest of the pledge, but left that rest reserved in the budget; the rest becomes free
    // here.
    Money spent = claim.spent().values().stream().reduce(Money.ZERO, Money::plus);
    next.giveBack(claim.pledged().minus(spent));
    next.tally = next.tally.ended(claim);
    return next.following();
  }

  Decision deliver(NextWish next, WishCommand.Deliver command) {
    ClaimSnapshot claim = next.claim();
    Map<Form, Money> rest = new EnumMap<>(Form.class);
    rest.putAll(claim.committed());
    command
        .spent()
        .forEach(
            (form, cost) -> {
              next.post(claim.id(), Movement.SPEND, cost, form, null);
              rest.merge(form, cost, Money::minus);
            });
    if (!claim.started()) {
      next.tally = next.tally.begun();
    }
    if (command.whole()) {
      // The rest stays part of amountTaken, so that an underspent project does not open again.
      next.release(claim.id(), rest);
      next.tally = next.tally.finished();
    }
    next.change(
        ClaimChange.of(
            claim, command.whole() ? Step.DELIVERED : Step.PARTLY_DELIVERED, ClaimState.ACTIVE));
    return next.following();
  }

  Decision extend(NextWish next, WishCommand.ExtendClaim command) {
    next.change(
        new ClaimChange(
            next.claim().id(), Step.EXTENDED, ClaimState.ACTIVE, null, command.completeBy()));
    return next.unchanged();
  }
}
