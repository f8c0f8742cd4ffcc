package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Set;
import org.microwish.wish.lifecycle.ClaimChange.Step;

/** Computes the effects of withdrawal, confirmation, dissatisfaction and reopening. */
final class EndRules {

  private final Limits limits;
  private final Instant now;

  EndRules(Limits limits, Instant now) {
    this.limits = limits;
    this.now = now;
  }

  Decision withdraw(NextWish next) {
    for (ClaimSnapshot claim : next.wish.claims()) {
      next.release(claim.id(), claim.committed());
      next.change(ClaimChange.of(claim, Step.ENDED, ClaimState.REVOKED));
    }
    next.release(null, next.wish.publicCommitted());
    next.tally = Tally.NONE;
    return next.to(WishState.WITHDRAWN);
  }

  Decision confirm(NextWish next) {
    for (ClaimSnapshot claim : next.wish.claims()) {
      next.change(ClaimChange.of(claim, Step.COMPLETED, ClaimState.COMPLETED));
    }
    next.release(null, next.wish.publicCommitted());
    next.tally = next.tally.completed();
    return next.to(WishState.FULFILLED);
  }

  /** Marks the claims in {@code redo} as not delivered, because their work must be done again. */
  Decision redo(NextWish next, Set<Long> redo) {
    for (ClaimSnapshot claim : next.wish.claims()) {
      if (redo.contains(claim.id())) {
        next.change(again(claim, Step.REDO));
      }
    }
    next.tally = next.tally.redone(redo.size());
    return next.following();
  }

  /**
   * Makes the COMPLETED claims of a fulfilled wish ACTIVE again. The claims in {@code redo} count
   * as not delivered, the other claims as delivered.
   */
  Decision reopen(NextWish next, Set<Long> redo) {
    for (ClaimSnapshot claim : next.wish.claims()) {
      next.change(
          redo.contains(claim.id())
              ? again(claim, Step.RESUMED_REDO)
              : ClaimChange.of(claim, Step.RESUMED, ClaimState.ACTIVE));
    }
    int resumed = next.wish.claims().size();
    next.tally =
        new Tally(
            next.tally.placesTaken(),
            next.tally.pending(),
            resumed,
            resumed,
            resumed - redo.size());
    return next.to(WishState.IN_PROGRESS);
  }

  private ClaimChange again(ClaimSnapshot claim, Step step) {
    return new ClaimChange(claim.id(), step, ClaimState.ACTIVE, null, limits.completeBy(now));
  }
}
