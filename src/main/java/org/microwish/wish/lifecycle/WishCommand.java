package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/**
 * A command on a wish, with the facts that the decision depends on besides the wish itself. Texts
 * and files are not included.
 */
public sealed interface WishCommand {

  /** Returns the command's row in the transition table. */
  WishTransition transition();

  /** A command on the wish whose decision needs no facts besides the wish itself. */
  record OnWish(WishTransition transition) implements WishCommand {
    private static final Set<WishTransition> WITHOUT_FACTS =
        Collections.unmodifiableSet(
            EnumSet.of(
                WishTransition.SUBMIT,
                WishTransition.RETURN,
                WishTransition.REJECT,
                WishTransition.RESUME,
                WishTransition.REFER,
                WishTransition.CLOSE_CLAIMING,
                WishTransition.EXPIRE,
                WishTransition.ARCHIVE,
                WishTransition.ADD_EVIDENCE,
                WishTransition.HOLD_MEETING,
                WishTransition.FOLLOW_UP,
                WishTransition.HAND_OVER,
                WishTransition.THANK,
                WishTransition.NOTE,
                WishTransition.MOVE,
                WishTransition.AMEND_PUBLIC_WORDS,
                WishTransition.WITHDRAW_CONSENT));

    public OnWish {
      if (!WITHOUT_FACTS.contains(transition)) {
        throw new IllegalArgumentException(transition + " needs a command with its own facts");
      }
    }
  }

  /** A command on one claim whose decision needs no facts besides the wish and the claim. */
  record OnClaim(WishTransition transition) implements WishCommand {}

  /**
   * Replaces the data of a wish that was never claimed.
   *
   * @param inDivision true if the caller serves the division that the new data names; always true
   *     for residents and partners
   * @param sensitivity the sensitivity that the new data states; null keeps the current one
   * @param guardianConsented true if the new data does not state MINOR, or if a consent of a
   *     parent, guardian or institution is recorded and not withdrawn
   * @param budget the new budget, or null
   * @param completeBy the new completion date, or null
   * @param holdable the number of places that invitations can hold under the new data
   */
  record Edit(
      WishKind kind,
      boolean inDivision,
      Sensitivity sensitivity,
      boolean guardianConsented,
      Money budget,
      Instant completeBy,
      int holdable)
      implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.EDIT;
    }
  }

  /**
   * The first publication of a wish.
   *
   * @param moderationOpen true if a moderation finding prevents the publication
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
   * The publication of an expired wish for another round.
   *
   * @param moderationOpen true if a moderation finding prevents the publication
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
   * @param offWall true if the wish is already off the wall
   */
  record Unpublish(boolean offWall) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.UNPUBLISH;
    }
  }

  /**
   * The publication or taking down of a thank-you.
   *
   * @param there true if there is a thank-you that may be published, or one that is published
   * @param moderationOpen true if a finding on the wish is open, or its texts were rejected
   */
  record ShowThanks(WishTransition transition, boolean there, boolean moderationOpen)
      implements WishCommand {}

  /**
   * A correction of fields that the author of the wish can no longer edit.
   *
   * @param inDivision true if the division does not change, or if the caller serves the new
   *     division and that division is a community or smaller
   * @param budget the corrected budget, or null to keep it
   */
  record Correct(boolean inDivision, Money budget) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CORRECT;
    }
  }

  /** The recording of a consent, which also sets the sensitivity of the wish. */
  record RecordConsent(Sensitivity sensitivity) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.RECORD_CONSENT;
    }
  }

  /**
   * The withdrawal of one consent to be photographed or named. Its leaf is that of a note.
   *
   * @param given true if the consent is recorded and not withdrawn
   */
  record WithdrawPublicConsent(boolean given) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.NOTE;
    }
  }

  /**
   * The withdrawal of a wish.
   *
   * @param consentWithdrawn true if the command also withdraws the consent
   * @param author true if the caller's account is responsible for the wish: it recorded the wish,
   *     or the wish was handed over to it
   */
  record Withdraw(boolean consentWithdrawn, boolean author) implements WishCommand {
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

  /**
   * A command on an invitation or on the waiting list.
   *
   * @param claimant what the rules need to know about the claimant of a new invitation; null for a
   *     command on an existing invitation
   * @param reserved true if the invitation holds a place
   * @param live for a new invitation, true if the claimant already has a live invitation to the
   *     wish; for an existing one, true unless it has ended
   * @param tooMany true if the claimant or the wish has the maximum number of invitations
   * @param due true if the invitation has run out
   * @param unwilling true if the claimant does not want to be invited to the wish
   * @param offWall true if the wish is off the wall; {@code claimant} may then be null
   */
  record OnInvitation(
      WishTransition transition,
      Claimant claimant,
      boolean reserved,
      boolean live,
      boolean tooMany,
      boolean due,
      boolean unwilling,
      boolean offWall)
      implements WishCommand {

    /**
     * Creates a command that depends neither on whether the claimant wants invitations nor on
     * whether the wish is on the wall.
     */
    public OnInvitation(
        WishTransition transition,
        Claimant claimant,
        boolean reserved,
        boolean live,
        boolean tooMany,
        boolean due) {
      this(transition, claimant, reserved, live, tooMany, due, false, false);
    }
  }

  /**
   * The handing over of a claim.
   *
   * @param claimant what the rules need to know about the new claimant
   */
  record HandOverClaim(Claimant claimant) implements WishCommand {

    @Override
    public WishTransition transition() {
      return WishTransition.HAND_OVER_CLAIM;
    }
  }

  /** A further pledge for an existing claim. */
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

  /** A later completion date for a claim. */
  record ExtendClaim(Instant completeBy, boolean hasReason) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.EXTEND_CLAIM;
    }
  }

  /** A later claim-by date for the current round. */
  record Extend(Instant claimBy) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.EXTEND;
    }
  }

  /**
   * The confirmation that the wish is fulfilled; {@code voice} is null if the resident confirms.
   */
  record Confirm(Voice voice) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.CONFIRM;
    }
  }

  /**
   * A report that the resident is not satisfied with the claims in {@code redo}; {@code voice} is
   * null if the resident reports it.
   */
  record ReportDissatisfaction(Set<Long> redo, Voice voice) implements WishCommand {
    @Override
    public WishTransition transition() {
      return WishTransition.REPORT_DISSATISFACTION;
    }
  }

  /** The reopening of a fulfilled wish, to do the work of the claims in {@code redo} again. */
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
   * @param reversed true if the posting has already been reversed
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
