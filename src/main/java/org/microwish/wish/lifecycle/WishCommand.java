package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** A command with the facts that its decision depends on. Words and files ride beside it. */
public sealed interface WishCommand {

  /** Its row in the table. */
  WishTransition transition();

  /** A command on the wish whose decision needs no facts. */
  record OnWish(WishTransition transition) implements WishCommand {}

  /** A command on one claim whose decision needs no facts. */
  record OnClaim(WishTransition transition) implements WishCommand {}

  /**
   * The wish taken back.
   *
   * @param consentWithdrawn the guardian's consent is taken back with it, which stands above
   *     whoever works on the wish already
   */
  record Withdraw(boolean consentWithdrawn) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.WITHDRAW;
    }
  }

  /** A new claim. A pledge of zero has no form. */
  record Claim(long claimId, Claimant claimant, Money pledge, Form form) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CLAIM;
    }
  }

  /** A further pledge of one claim. */
  record Pledge(Money amount, Form form) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.PLEDGE;
    }
  }

  /** A delivery, whole or partial, with what it cost by form. */
  record Deliver(boolean whole, Map<Form, Money> spent) implements WishCommand {
    @Override
    public WishTransition transition() {
      return whole ? WishTransition.DELIVER : WishTransition.DELIVER_PART;
    }
  }

  /** A new completion date for a claim. */
  record ExtendClaim(Instant completeBy, boolean hasReason) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.EXTEND_CLAIM;
    }
  }

  /** A new claim-by date: for this round, or for the next after an expiry. */
  record ClaimBy(WishTransition transition, Instant claimBy) implements WishCommand {}

  /** A confirmation; the proxy is null when the resident speaks. */
  record Confirm(Proxy proxy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CONFIRM;
    }
  }

  /** Dissatisfaction; the proxy is null when the resident speaks. */
  record ReportDissatisfaction(Set<Long> redo, Proxy proxy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REPORT_DISSATISFACTION;
    }
  }

  /** Further work on a fulfilled wish. */
  record Reopen(Set<Long> redo) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REOPEN;
    }
  }

  /** Public money: PLEDGE, SPEND or RELEASE. */
  record PostPublicFunds(Movement movement, Money amount) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.POST_PUBLIC_FUNDS;
    }
  }

  /** Spent money that came back, from one claim's account or from public funds. */
  record Refund(Long claimId, Money amount, Form form) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REFUND;
    }
  }

  /**
   * A posting to take back, and what should have been posted instead.
   *
   * @param reversed it has been taken back before
   * @param replacement the right amount; zero where nothing should have been posted
   */
  record ReversePosting(
      long postingId,
      Long claimId,
      Movement movement,
      Money amount,
      Form form,
      boolean reversed,
      Money replacement)
      implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REVERSE_POSTING;
    }
  }
}
