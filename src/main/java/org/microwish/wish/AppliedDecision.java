package org.microwish.wish;

import java.time.Instant;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Applies a decision to a wish and its claims in memory, and adds facts to the ledger leaf. Callers
 * must write the objects to the database: {@link WishExecutor} for single commands, {@code
 * wish.claiming} for batches.
 */
public final class AppliedDecision {

  private AppliedDecision() {}

  /**
   * How a change of an existing claim affects the claimant's count of live claims. For a new claim
   * it is always NEITHER; callers must count new claims themselves.
   */
  enum Turn {
    NEITHER,
    ENDED,
    RESUMED
  }

  /**
   * Applies a decision to the wish.
   *
   * @param at the time of the event
   * @param now the time of recording
   * @param facts the facts of the ledger leaf; this method adds the shortfall when claiming closes
   */
  public static void toWish(
      Wish wish, Decision.Accepted accepted, Instant at, Instant now, Map<String, Object> facts) {
    WishState from = wish.state;
    wish.state = accepted.state();
    wish.take(accepted.tally());
    wish.take(accepted.balances());
    wish.amountTaken = accepted.amountTaken().yuan();
    if (accepted.closed() && !wish.claimingClosed) {
      wish.shortfall = shortfall(wish);
      facts.put("shortfall", LeafFacts.shortfall(wish));
    }
    wish.claimingClosed = accepted.closed();
    wish.changed(at, now);
    if (from != accepted.state()) {
      wish.deliveredAt = accepted.state() == WishState.DELIVERED ? at : wish.deliveredAt;
      if (accepted.state().isEnded() || accepted.state() == WishState.EXPIRED) {
        wish.endedAt = at;
      }
    }
  }

  private static String shortfall(Wish wish) {
    return switch (wish.capacity) {
      case PLACES -> String.valueOf(wish.places - wish.placesTaken);
      case AMOUNT -> wish.budget.subtract(wish.amountTaken).toPlainString();
    };
  }

  /**
   * Applies a decision to a claim.
   *
   * @param endReason why the claim ends; used only when it ends
   * @param facts the facts of the ledger leaf; this method adds deadlines and progress
   * @return how callers must change the claimant's count of live claims; always NEITHER for a new
   *     claim, which callers must count themselves
   */
  static Turn toClaim(
      Claim claim,
      ClaimChange change,
      WishTransition transition,
      Caller caller,
      EndReason endReason,
      Instant at,
      Map<String, Object> facts) {
    switch (change.step()) {
      case REQUESTED, NOTED -> {}
      case ACTIVATED -> {
        claim.activatedAt = at;
        claim.contactBy = change.contactBy();
        claim.completeBy = change.completeBy();
        facts.put(
            "deadlines",
            Map.of(
                "contactBy", change.contactBy().toString(),
                "completeBy", change.completeBy().toString()));
        if (transition == WishTransition.APPROVE) {
          claim.decidedBy = caller.account();
        }
      }
      case CONTACTED -> {
        claim.contactedAt = at;
        facts.put("progress", "CONTACTED");
      }
      case ASSESSED -> {
        claim.assessedAt = at;
        facts.put("progress", "ASSESSED");
      }
      case STARTED, PARTLY_DELIVERED -> {
        claim.startedAt = claim.startedAt == null ? at : claim.startedAt;
        facts.put("progress", "STARTED");
      }
      case DELIVERED -> {
        claim.startedAt = claim.startedAt == null ? at : claim.startedAt;
        claim.deliveredAt = at;
        claim.overdue = false;
        facts.put("progress", "DELIVERED");
      }
      case REDO, RESUMED_REDO -> {
        claim.deliveredAt = null;
        claim.redoCount++;
        claim.completeBy = change.completeBy();
        claim.overdue = false;
        facts.put("progress", "REDO");
        facts.put("deadlines", Map.of("completeBy", change.completeBy().toString()));
      }
      case OVERDUE -> claim.overdue = true;
      case EXTENDED -> {
        claim.completeBy = change.completeBy();
        claim.extensions++;
        claim.overdue = false;
        facts.put("deadlines", Map.of("completeBy", change.completeBy().toString()));
      }
      case ENDED -> claim.endReason = endReason;
      case COMPLETED, RESUMED -> {}
    }
    boolean isNew = transition == WishTransition.CLAIM;
    boolean wasLive = claim.state.isLive() && !isNew;
    claim.state = change.to();
    Turn turn = Turn.NEITHER;
    if (wasLive && !change.to().isLive()) {
      claim.setLive(false);
      claim.endedAt = at;
      turn = Turn.ENDED;
    } else if (!wasLive && change.to().isLive()) {
      claim.setLive(true);
      claim.endedAt = null;
      turn = isNew ? Turn.NEITHER : Turn.RESUMED;
    }
    claim.plan();
    return turn;
  }

  /**
   * Applies a decision to a new claim. Callers must increment the claimant's count of live claims.
   */
  public static void toNewClaim(
      Claim claim, ClaimChange change, Caller caller, Instant at, Map<String, Object> facts) {
    toClaim(claim, change, WishTransition.CLAIM, caller, null, at, facts);
  }
}
