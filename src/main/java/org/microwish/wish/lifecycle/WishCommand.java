package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** A command with the facts that its decision depends on. Texts and files are not part of it. */
public sealed interface WishCommand {

  /** The command's row in the transition table. */
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
                WishTransition.NOTE,
                WishTransition.AMEND_PUBLIC_WORDS,
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
   * Replaces the whole draft.
   *
   * @param inDivision the caller serves the division that the draft names, or does not have to
   * @param sensitivity the sensitivity that the draft states, or null
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
   * @param moderationOpen a moderation finding prevents publication
   * @param completeBy the completion date, or null to keep the draft's
   */
  record Publish(boolean moderationOpen, Instant claimBy, Instant completeBy)
      implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.PUBLISH;
    }
  }

  /**
   * Publication for another round after an expiry.
   *
   * @param moderationOpen a moderation finding prevents publication
   */
  record Republish(boolean moderationOpen, Instant claimBy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REPUBLISH;
    }
  }

  /**
   * Takes the wish off the wall.
   *
   * @param offWall it is off the wall already
   */
  record Unpublish(boolean offWall) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.UNPUBLISH;
    }
  }

  /**
   * A correction of frozen fields.
   *
   * @param inDivision the caller serves the new division, or the division does not change
   * @param budget the corrected budget, or null to keep it
   */
  record Correct(boolean inDivision, Money budget) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CORRECT;
    }
  }

  /** A guardian's consent, which also sets the sensitivity. */
  record RecordConsent(Sensitivity sensitivity) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.RECORD_CONSENT;
    }
  }

  /**
   * The withdrawal of a wish.
   *
   * @param consentWithdrawn the guardian's consent is withdrawn, too; the wish can then be
   *     withdrawn despite active claims
   */
  record Withdraw(boolean consentWithdrawn) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.WITHDRAW;
    }
  }

  /** A new claim. {@code form} is null when the pledge is zero. */
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

  /** A whole or partial delivery with its cost by form. */
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

  /** A confirmation; the proxy is null when the resident confirms. */
  record Confirm(Proxy proxy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CONFIRM;
    }
  }

  /** Dissatisfaction; the proxy is null when the resident reports it. */
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

  /** A movement of public money: PLEDGE, SPEND or RELEASE. */
  record PostPublicFunds(Movement movement, Money amount) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.POST_PUBLIC_FUNDS;
    }
  }

  /** A refund of money that one claim or, for a null {@code claimId}, public funds spent. */
  record Refund(Long claimId, Money amount, Form form) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REFUND;
    }
  }

  /**
   * The reversal of a posting, with the correct amount to post instead.
   *
   * @param reversed the posting has already been reversed
   * @param replacement the correct amount; zero to post nothing instead
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
