package org.microwish.wish.lifecycle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.microwish.wish.lifecycle.ClaimChange.Step;
import org.microwish.wish.lifecycle.Decision.Accepted;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingDraft;

/**
 * Collects what an accepted command changes on a wish (state, counts, money, claims, postings) and
 * builds the {@link Decision.Accepted}.
 */
final class NextWish {
  final WishSnapshot wish;
  private final List<ClaimChange> changes = new ArrayList<>();
  private final List<PostingDraft> postings = new ArrayList<>();
  boolean closed;
  Tally tally;
  private Money amountTaken;
  private Balances balances;
  private boolean declinesPending;
  private boolean lapsesPending;

  NextWish(WishSnapshot wish) {
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
    return wish.isFree(closed, tally, amountTaken);
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

  /**
   * Returns the decision with the state derived from the claims. If that state is not OPEN, PENDING
   * claims are declined.
   */
  Decision following() {
    if (tally.active() == 0) {
      closed = false;
    }
    WishState state = WishLifecycle.follow(isFree(), tally);
    if (state != WishState.OPEN && tally.pending() > 0) {
      declinesPending = true;
      tally = tally.withPending(-tally.pending());
    }
    return to(state);
  }

  Decision to(WishState state) {
    if (wish.budget() != null && tally.active() == 0 && state == WishState.OPEN) {
      // Without active claims, nothing is reserved: only committed and spent amounts count as
      // taken.
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
