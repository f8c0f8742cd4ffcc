package org.microwish.wish.lifecycle;

import java.time.Instant;
import org.microwish.wish.lifecycle.Decision.Refused;

/**
 * Decides commands on a wish. First, {@link Preconditions} checks whether the command must be
 * refused. If not, this class, {@link ClaimRules}, {@link MoneyRules} and {@link EndRules} compute
 * the effects of the command. Decisions are pure functions: the same snapshot, command and time
 * give the same decision, and nothing is written.
 */
public final class WishLifecycle {

  private final Limits limits;

  /** Creates the rules with these limits. */
  public WishLifecycle(Limits limits) {
    this.limits = limits;
  }

  /**
   * Derives a wish's state from the counts of its claims, between publication and confirmation.
   *
   * @param free true if a place, or a part of the budget, can still be claimed
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

  /**
   * Decides a command.
   *
   * @param now the time of the event; for a command that carries out a deadline, the database's
   *     time
   */
  public Decision decide(WishSnapshot wish, WishCommand command, Instant now) {
    Refused refused = new Preconditions(limits, wish, command, now).first();
    return refused == null ? accept(new NextWish(wish), command, now) : refused;
  }

  private Decision accept(NextWish next, WishCommand command, Instant now) {
    ClaimRules claims = new ClaimRules(limits, now);
    EndRules ends = new EndRules(limits, now);
    return switch (command) {
      case WishCommand.OnWish onWish -> onWish(next, onWish.transition());
      case WishCommand.OnClaim onClaim -> claims.onClaim(next, onClaim.transition());
      case WishCommand.Claim claim -> claims.claim(next, claim);
      case WishCommand.HandOverClaim _ -> next.noted(next.claim(), ClaimChange.Step.NOTED);
      case WishCommand.Deliver delivery -> claims.deliver(next, delivery);
      case WishCommand.ExtendClaim extension -> claims.extend(next, extension);
      case WishCommand.Withdraw _ -> ends.withdraw(next);
      case WishCommand.Confirm _ -> ends.confirm(next);
      case WishCommand.ReportDissatisfaction report -> ends.redo(next, report.redo());
      case WishCommand.Reopen reopening -> ends.reopen(next, reopening.redo());
      case WishCommand.Pledge pledge -> MoneyRules.pledge(next, pledge);
      case WishCommand.PostPublicFunds funds -> MoneyRules.publicFunds(next, funds);
      case WishCommand.Refund refund -> MoneyRules.refund(next, refund);
      case WishCommand.ReversePosting reversal -> MoneyRules.reverse(next, reversal);
      case WishCommand.Publish _, WishCommand.Republish _ -> next.to(WishState.OPEN);
      case WishCommand.OnInvitation _,
          WishCommand.Edit _,
          WishCommand.Extend _,
          WishCommand.Unpublish _,
          WishCommand.ShowThanks _,
          WishCommand.Correct _,
          WishCommand.RecordConsent _,
          WishCommand.WithdrawPublicConsent _ ->
          next.unchanged();
    };
  }

  private static Decision onWish(NextWish next, WishTransition transition) {
    if (transition == WishTransition.CLOSE_CLAIMING) {
      next.closed = true;
      return next.following();
    }
    if (transition == WishTransition.EXPIRE) {
      next.lapsePending();
    }
    return transition.targets().isEmpty()
        ? next.unchanged()
        : next.to(transition.targets().iterator().next());
  }
}
