package org.microwish.wish;

import java.time.Instant;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/**
 * Sets a wish and its claims, as they stand in memory, to what was decided, and adds the leaf's
 * facts. Who calls it writes them to the database: one command at a time ({@link WishExecutor}) or
 * many together ({@code wish.claiming}).
 */
public final class AppliedDecision {

  private AppliedDecision() {}

  /** Whether a claim counts no more, or counts again, among its claimant's live ones. */
  enum Turn {
    NEITHER,
    ENDED,
    RESUMED
  }

  /**
   * Sets the wish to what was decided.
   *
   * @param at when it happened
   * @param now when it is written
   * @param facts the leaf's; a shortfall is added where claiming closes
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
      if (accepted.state().isFinal() || accepted.state() == WishState.EXPIRED) {
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
   * Sets a claim to what was decided of it.
   *
   * @param endReason why it ends, where it does
   * @param facts the leaf's; deadlines and progress are added
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

  /** Sets a new claim to what was decided of it; its claimant's live claims are counted apart. */
  public static void toNewClaim(
      Claim claim, ClaimChange change, Caller caller, Instant at, Map<String, Object> facts) {
    toClaim(claim, change, WishTransition.CLAIM, caller, null, at, facts);
  }
}
