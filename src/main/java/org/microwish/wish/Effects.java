package org.microwish.wish;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.platform.Id;
import org.microwish.wish.lifecycle.ClaimChange;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Account;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.PostingDraft;

/**
 * What an accepted decision does to a wish and its claims as they stand in memory, and what the
 * ledger's leaf says of it. Pure but for the objects that it is given: who calls it writes them,
 * one command at a time ({@link WishExecutor}) or many together ({@code wish.claiming}).
 */
public final class Effects {

  private Effects() {}

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
  public static void onWish(
      Wish wish, Decision.Accepted accepted, Instant at, Instant now, Map<String, Object> facts) {
    WishState from = wish.state;
    wish.state = accepted.state();
    wish.take(accepted.tally());
    wish.take(accepted.balances());
    wish.amountTaken = accepted.amountTaken().yuan();
    if (accepted.closed() && !wish.claimingClosed) {
      wish.shortfall = shortfall(wish);
      facts.put("shortfall", shortfallFact(wish));
    }
    wish.claimingClosed = accepted.closed();
    wish.lastOccurredAt = at;
    wish.updatedAt = now;
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

  private static Map<String, Object> shortfallFact(Wish wish) {
    return switch (wish.capacity) {
      case PLACES -> Map.of("places", wish.places - wish.placesTaken);
      case AMOUNT -> Map.of("fen", Money.of(wish.budget.subtract(wish.amountTaken)).fen());
    };
  }

  /**
   * Sets a claim to what was decided of it.
   *
   * @param endReason why it ends, where it does
   * @param facts the leaf's; deadlines and progress are added
   */
  static Turn onClaim(
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
      claim.liveKey = null;
      claim.endedAt = at;
      turn = Turn.ENDED;
    } else if (!wasLive && change.to().isLive()) {
      claim.liveKey = claim.liveKey();
      claim.endedAt = null;
      turn = isNew ? Turn.NEITHER : Turn.RESUMED;
    }
    claim.plan();
    return turn;
  }

  /** Sets a new claim to what was decided of it; its claimant's live claims are counted apart. */
  public static void onNewClaim(
      Claim claim, ClaimChange change, Caller caller, Instant at, Map<String, Object> facts) {
    onClaim(claim, change, WishTransition.CLAIM, caller, null, at, facts);
  }

  /**
   * What a leaf says of the claim that it is about: its id always.
   *
   * @param introduces whether it says who holds it, too
   * @param participants its members where the leaf says who they are; else null
   * @param pseudonyms of the claiming member and of the participants
   */
  public static Map<String, Object> claimFact(
      Claim claim, boolean introduces, List<Long> participants, Map<Long, String> pseudonyms) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("id", Id.text(claim.id));
    if (introduces) {
      fact.put(
          "claimant",
          Map.of(
              "type",
              claim.claimantType.name(),
              "id",
              claim.claimantType == ClaimantType.MEMBER
                  ? pseudonyms.get(claim.claimantId)
                  : Id.text(claim.claimantId)));
      fact.put("organisation", Id.text(claim.organisationId));
    }
    if (participants != null) {
      fact.put("participants", participants.stream().map(pseudonyms::get).sorted().toList());
    }
    return fact;
  }

  /** Postings of one kind stand together, so that ending a thousand claims still fits a leaf. */
  public static List<MoneyMove> moves(List<PostingDraft> drafts) {
    record Kind(Account from, Account to, Form form) {}
    Map<Kind, Map<String, Long>> grouped = new LinkedHashMap<>();
    for (PostingDraft draft : drafts) {
      grouped
          .computeIfAbsent(
              new Kind(draft.movement().from(), draft.movement().to(), draft.form()),
              kind -> new LinkedHashMap<>())
          .merge(
              draft.claimId() == null ? MoneyMove.NO_CLAIM : Id.text(draft.claimId()),
              draft.amount().fen(),
              Long::sum);
    }
    List<MoneyMove> moves = new ArrayList<>();
    grouped.forEach(
        (kind, fenByClaim) ->
            moves.add(
                new MoneyMove(
                    kind.from().name(), kind.to().name(), kind.form().name(), fenByClaim)));
    return moves;
  }
}
