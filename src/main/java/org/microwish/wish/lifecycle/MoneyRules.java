package org.microwish.wish.lifecycle;

import org.microwish.wish.lifecycle.ClaimChange.Step;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * Computes the postings and other effects of accepted pledges, public funds, refunds and reversals.
 */
final class MoneyRules {

  private MoneyRules() {}

  static Decision pledge(NextWish next, WishCommand.Pledge command) {
    ClaimSnapshot claim = next.claim();
    next.pledge(claim.id(), command.amount(), command.form());
    next.change(ClaimChange.of(claim, Step.NOTED, claim.state()));
    return next.following();
  }

  static Decision publicFunds(NextWish next, WishCommand.PostPublicFunds command) {
    switch (command.movement()) {
      case PLEDGE -> next.pledge(null, command.amount(), Form.PUBLIC_FUNDS);
      case SPEND, RELEASE -> {
        next.post(null, command.movement(), command.amount(), Form.PUBLIC_FUNDS, null);
        if (command.movement() == Movement.RELEASE && next.wish.state() != WishState.DELIVERED) {
          next.giveBack(command.amount());
        }
      }
      case REFUND, UNSPEND, UNREFUND ->
          throw new IllegalArgumentException(
              command.movement() + " is not a command on public funds");
    }
    return next.following();
  }

  static Decision refund(NextWish next, WishCommand.Refund command) {
    next.post(command.claimId(), Movement.REFUND, command.amount(), command.form(), null);
    return note(next, command.claimId());
  }

  static Decision reverse(NextWish next, WishCommand.ReversePosting command) {
    Long claimId = command.claimId();
    Form form = command.form();
    Money wrong = command.amount();
    Money right = command.replacement();
    switch (command.movement()) {
      case PLEDGE -> {
        next.post(claimId, Movement.RELEASE, wrong, form, command.postingId());
        next.giveBack(wrong);
        next.pledge(claimId, right, form);
        if (next.wish.capacity() == Capacity.AMOUNT
            && next.wish.state() != WishState.OPEN
            && next.isFree()) {
          // Closes claiming, because the freed amount would otherwise make the wish OPEN again.
          // Active claims may still pledge that amount; new claims are refused.
          next.closed = true;
        }
      }
      case SPEND -> {
        Money held = next.wish.committed(claimId, form).plus(wrong);
        if (right.compareTo(held) > 0) {
          next.pledge(claimId, right.minus(held), form);
        }
        next.post(claimId, Movement.UNSPEND, wrong, form, command.postingId());
        next.post(claimId, Movement.SPEND, right, form, null);
        if (isDoneWith(next, claimId) && wrong.compareTo(right) > 0) {
          next.post(claimId, Movement.RELEASE, wrong.minus(right), form, null);
        }
      }
      case REFUND -> {
        next.post(claimId, Movement.UNREFUND, wrong, form, command.postingId());
        next.post(claimId, Movement.REFUND, right, form, null);
      }
      case RELEASE, UNSPEND, UNREFUND ->
          throw new IllegalArgumentException(command.movement() + " cannot be reversed");
    }
    return note(next, claimId);
  }

  /**
   * Whether no commitment may remain: the claim is delivered or ended or, for public funds, the
   * wish is fulfilled.
   */
  private static boolean isDoneWith(NextWish next, Long claimId) {
    return claimId == null
        ? next.wish.state() == WishState.FULFILLED
        : next.claim().delivered() || !next.claim().state().isLive();
  }

  private static Decision note(NextWish next, Long claimId) {
    if (claimId != null) {
      next.change(ClaimChange.of(next.claim(), Step.NOTED, next.claim().state()));
    }
    return next.unchanged();
  }
}
