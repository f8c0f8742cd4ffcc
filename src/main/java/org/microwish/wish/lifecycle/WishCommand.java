package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
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
  record OnWish(WishTransition transition) implements WishCommand {
    private static final Set<WishTransition> WITHOUT_FACTS =
        Collections.unmodifiableSet(
            EnumSet.of(
                WishTransition.SUBMIT,
                WishTransition.RETURN,
                WishTransition.REJECT,
                WishTransition.REFER,
                WishTransition.CLOSE_CLAIMING,
                WishTransition.EXPIRE,
                WishTransition.ARCHIVE,
                WishTransition.ADD_EVIDENCE,
                WishTransition.HOLD_MEETING,
                WishTransition.FOLLOW_UP,
                WishTransition.WITHDRAW_CONSENT));

    public OnWish {
      if (!WITHOUT_FACTS.contains(transition)) {
        throw new IllegalArgumentException(transition + " has a command of its own");
      }
    }
  }

  /** A command on one claim whose decision needs no facts. */
  record OnClaim(WishTransition transition) implements WishCommand {}

  /**
   * The whole draft written anew.
   *
   * @param inDivision the caller serves the division that the draft names, or need not
   * @param sensitivity whom the draft says the wish is about, or null
   * @param guardianConsented somebody other than the person itself has consented
   * @param budget the new budget, or null
   * @param completeBy the new completion date, or null
   */
  record Edit(
      WishKind kind,
      boolean inDivision,
      Sensitivity sensitivity,
      boolean guardianConsented,
      Money budget,
      Instant completeBy)
      implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.EDIT;
    }
  }

  /**
   * The first publication.
   *
   * @param moderationOpen a finding about the wish stands in the way
   * @param completeBy the completion date, or null where the draft's stays
   */
  record Publish(boolean moderationOpen, Instant claimBy, Instant completeBy)
      implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.PUBLISH;
    }
  }

  /**
   * Another round after an expiry.
   *
   * @param moderationOpen a finding about the wish stands in the way
   */
  record Republish(boolean moderationOpen, Instant claimBy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REPUBLISH;
    }
  }

  /**
   * Frozen fields put right.
   *
   * @param inDivision the caller serves the division that is named, or none is
   * @param budget the right budget, or null where it stays
   */
  record Correct(boolean inDivision, Money budget) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CORRECT;
    }
  }

  /** A guardian's consent, which also says whom the wish is about. */
  record RecordConsent(Sensitivity sensitivity) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.RECORD_CONSENT;
    }
  }

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

  /** A new claim-by date for this round. */
  record Extend(Instant claimBy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.EXTEND;
    }
  }

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
