package org.microwish.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.wish.lifecycle.Acceptance;
import org.microwish.wish.lifecycle.AcceptedBy;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.Proxy;
import org.microwish.wish.lifecycle.ProxyReason;
import org.microwish.wish.lifecycle.Voice;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;
import org.microwish.wish.money.PostingAccount;

/**
 * Reconstructs from a leaf the command that wrote it. For facts that a leaf does not show, this
 * class assumes values that the rules accept: that staff are responsible for the division, consents
 * are given, and no finding of moderation is open.
 */
final class WishCommands {

  private WishCommands() {}

  /**
   * One amount in a leaf's postings: of one {@link MoneyMove}, and of one claim.
   *
   * @param claim the id of the claim, or {@link MoneyMove#NO_CLAIM}
   */
  record Part(Movement movement, Form form, String claim, long fen) {}

  /**
   * Returns one part for each amount in a leaf's postings: for each claim of each {@link
   * MoneyMove}.
   */
  static List<Part> parts(Leaf leaf) {
    if (leaf.postings().isEmpty()) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    for (MoneyMove move : leaf.postings()) {
      Movement movement = movement(move);
      Form form = Form.valueOf(move.form());
      move.fenByClaim().forEach((claim, fen) -> parts.add(new Part(movement, form, claim, fen)));
    }
    return parts;
  }

  static Movement movement(MoneyMove move) {
    return Movement.between(PostingAccount.valueOf(move.from()), PostingAccount.valueOf(move.to()));
  }

  /** Returns the first posting with that movement and claim; null if there is none. */
  static Part part(Leaf leaf, Movement movement, String claim) {
    for (Part one : parts(leaf)) {
      if (one.movement() == movement && one.claim().equals(claim)) {
        return one;
      }
    }
    return null;
  }

  static Money amount(Part part) {
    return part == null ? Money.ZERO : new Money(part.fen());
  }

  private static Form form(Part part) {
    // Without a posting the amount is zero, so the form does not matter.
    return part == null ? Form.CASH : part.form();
  }

  /**
   * Returns the command that wrote a leaf.
   *
   * @param wish the wish before the command
   * @param terms the wish's terms after the command
   * @param claim the claim that the command names or creates, or null
   * @param claimant what the rules need to know about the claimant of a new claim or of one that is
   *     handed over; null for other commands
   */
  static WishCommand of(
      Leaf leaf, WishReplay wish, WishTerms terms, ClaimReplay claim, Claimant claimant) {
    WishTransition transition = WishTransition.valueOf(leaf.transition().command());
    Map<String, Object> facts = leaf.facts();
    Map<String, Instant> deadlines = Facts.times(Facts.object(facts, "deadlines"));
    String account = claim == null ? MoneyMove.NO_CLAIM : claim.id;
    return switch (transition) {
      case SUBMIT,
          RETURN,
          REJECT,
          RESUME,
          REFER,
          CLOSE_CLAIMING,
          EXPIRE,
          ARCHIVE,
          ADD_EVIDENCE,
          HOLD_MEETING,
          FOLLOW_UP,
          HAND_OVER,
          THANK,
          NOTE,
          MOVE,
          AMEND_PUBLIC_WORDS,
          WITHDRAW_CONSENT ->
          new WishCommand.OnWish(transition);
      case APPROVE,
          DECLINE,
          RELEASE,
          REVOKE,
          LAPSE,
          CHANGE_PARTICIPANTS,
          CONTACT,
          ASSESS,
          START,
          PROGRESS,
          MARK_OVERDUE ->
          new WishCommand.OnClaim(transition);
      case EDIT ->
          new WishCommand.Edit(
              terms.kind(), true, null, true, terms.budget(), terms.completeBy(), terms.holdable());
      case PUBLISH -> new WishCommand.Publish(false, terms.claimBy(), terms.completeBy());
      case UNPUBLISH -> new WishCommand.Unpublish(false);
      case REPUBLISH -> new WishCommand.Republish(false, terms.claimBy());
      case CORRECT ->
          new WishCommand.Correct(
              true,
              Facts.texts(Facts.object(facts, "correction"), "fields").contains("budget")
                  ? terms.budget()
                  : null);
      case RECORD_CONSENT -> new WishCommand.RecordConsent(null);
      // The check that the author or collector withdraws the wish is skipped: an account that is
      // bound to a member acts under the member's pseudonym, so the pseudonyms can differ.
      case WITHDRAW -> new WishCommand.Withdraw(false, true);
      case PUBLISH_THANKS -> new WishCommand.ShowThanks(transition, wish.thanked, false);
      case HIDE_THANKS -> new WishCommand.ShowThanks(transition, wish.thanksShown, false);
      case CLAIM -> {
        Part pledge = part(leaf, Movement.PLEDGE, account);
        // If the claim needs approval, its pledge is posted only with the approval, so the rules
        // get the smallest possible amount here.
        boolean later = wish.terms.needsApproval() && wish.terms.capacity() == Capacity.AMOUNT;
        yield new WishCommand.Claim(
            claim.number, claimant, later ? new Money(1) : amount(pledge), form(pledge));
      }
      case INVITE,
          JOIN_WAITING_LIST,
          OFFER_PLACE,
          DECLINE_INVITATION,
          WITHDRAW_INVITATION,
          EXPIRE_INVITATION ->
          throw new IllegalArgumentException(transition + " is on an invitation");
      case HAND_OVER_CLAIM -> new WishCommand.HandOverClaim(claimant);
      case PLEDGE -> {
        Part pledge = part(leaf, Movement.PLEDGE, account);
        yield new WishCommand.Pledge(amount(pledge), form(pledge));
      }
      case DELIVER, DELIVER_PART -> {
        Map<Form, Money> spent = new EnumMap<>(Form.class);
        parts(leaf).stream()
            .filter(one -> one.movement() == Movement.SPEND && one.claim().equals(account))
            .forEach(one -> spent.put(one.form(), new Money(one.fen())));
        yield new WishCommand.Deliver(transition == WishTransition.DELIVER, spent);
      }
      case EXTEND_CLAIM ->
          new WishCommand.ExtendClaim(
              deadlines.get("completeBy"),
              leaf.commitments().stream().anyMatch(one -> one.field().startsWith("note.")));
      case EXTEND -> new WishCommand.Extend(deadlines.get("claimBy"));
      case CONFIRM -> new WishCommand.Confirm(voice(leaf, wish));
      case REPORT_DISSATISFACTION ->
          new WishCommand.ReportDissatisfaction(redo(facts, wish), voice(leaf, wish));
      case REOPEN -> new WishCommand.Reopen(redo(facts, wish));
      case POST_PUBLIC_FUNDS -> {
        Part part = parts(leaf).getFirst();
        yield new WishCommand.PostPublicFunds(part.movement(), amount(part));
      }
      case REFUND -> {
        Part part = part(leaf, Movement.REFUND, account);
        yield new WishCommand.Refund(number(claim), amount(part), form(part));
      }
      case REVERSE_POSTING -> reversal(leaf, account, claim);
      case CREATE -> throw new IllegalArgumentException(transition + " is not decided");
    };
  }

  /**
   * Returns the command on an invitation. The rules do not check here whether an invitation has run
   * out: {@link WishAudit} does, because this may depend on leaves of other aggregates.
   *
   * @param claimant what the rules need to know about the claimant who is invited or joins the
   *     waiting list; null for other commands
   */
  static WishCommand onInvitation(
      WishTransition transition, Map<String, Object> facts, Claimant claimant, boolean live) {
    return new WishCommand.OnInvitation(transition, claimant, reserved(facts), live, false, true);
  }

  /** Returns true if a new invitation holds a place, and for all other commands. */
  static boolean reserved(Map<String, Object> facts) {
    return !Boolean.FALSE.equals(Facts.object(facts, "invitation").get("reserved"));
  }

  /**
   * Returns the claimant who is invited or joins the waiting list, in the form of a claim with the
   * invitation's id.
   */
  static ClaimReplay invitee(Map<String, Object> facts) {
    Map<String, Object> begun = Facts.object(facts, "invitation");
    Map<String, Object> claimant = Facts.object(begun, "claimant");
    return new ClaimReplay(
        0,
        Facts.required(begun, "id"),
        ClaimantType.valueOf(Facts.required(claimant, "type")),
        Facts.required(claimant, "id"),
        null,
        List.of());
  }

  /** Returns the state of an invitation after a command on it. */
  static InvitationState invited(WishTransition transition) {
    return switch (transition) {
      case INVITE, OFFER_PLACE -> InvitationState.INVITED;
      case JOIN_WAITING_LIST -> InvitationState.WAITING;
      case DECLINE_INVITATION -> InvitationState.DECLINED;
      case WITHDRAW_INVITATION -> InvitationState.WITHDRAWN;
      case EXPIRE_INVITATION -> InvitationState.EXPIRED;
      default -> throw new IllegalArgumentException(transition + " is not on an invitation");
    };
  }

  private static Long number(ClaimReplay claim) {
    return claim == null ? null : Long.valueOf(claim.number);
  }

  /** Returns who acted instead of the resident, or null when the resident acted. */
  private static Voice voice(Leaf leaf, WishReplay wish) {
    Map<String, Object> said = Facts.object(leaf.facts(), "confirmation");
    String by = Facts.required(said, "by");
    if (by.equals("SELF")) {
      return null;
    }
    String organisation = leaf.actor().organisation();
    boolean conflicted =
        wish.active().stream()
            .anyMatch(
                claim ->
                    claim.wasInvolved(leaf.actor().pseudonym())
                        || (organisation != null && organisation.equals(claim.organisation)));
    // The leaf does not show which evidence the command names, so any evidence of the wish is
    // accepted. Nor does it show whether a resident asked for the project, so the rules are told
    // that none did: the account that acts may belong to a contact.
    return by.equals("ACCEPTANCE")
        ? new Acceptance(
            AcceptedBy.valueOf(Facts.required(said, "acceptedBy")),
            ((Long) said.get("signatures")).intValue(),
            false,
            conflicted,
            wish.hasSheet)
        : new Proxy(
            Facts.value(said, "proxyReason", ProxyReason.class, null),
            conflicted,
            wish.hasEvidence);
  }

  private static Set<Long> redo(Map<String, Object> facts, WishReplay wish) {
    return Facts.texts(facts, "redo").stream()
        .map(
            id -> {
              ClaimReplay claim = wish.claim(id);
              // No claim has a negative number, so the rules refuse the command.
              return claim == null ? Long.valueOf(-1) : Long.valueOf(claim.number);
            })
        .collect(Collectors.toSet());
  }

  /**
   * Returns the earlier posting that a leaf of REVERSE_POSTING reverses, computed from the opposite
   * posting in the leaf.
   *
   * @param account the id of the claim, or {@link MoneyMove#NO_CLAIM}
   * @throws IllegalArgumentException when the leaf reverses no posting of this account
   */
  static Part reversed(Leaf leaf, String account) {
    for (Map.Entry<Movement, Movement> pair :
        Map.of(
                Movement.UNSPEND, Movement.SPEND,
                Movement.UNREFUND, Movement.REFUND)
            .entrySet()) {
      Part undone = part(leaf, pair.getKey(), account);
      if (undone != null) {
        return new Part(pair.getValue(), undone.form(), account, undone.fen());
      }
    }
    Part released = part(leaf, Movement.RELEASE, account);
    if (released == null) {
      throw new IllegalArgumentException("a reversal without a posting");
    }
    return new Part(Movement.PLEDGE, released.form(), account, released.fen());
  }

  private static WishCommand reversal(Leaf leaf, String account, ClaimReplay claim) {
    Part wrong = reversed(leaf, account);
    Part right = part(leaf, wrong.movement(), account);
    return new WishCommand.ReversePosting(
        0, number(claim), wrong.movement(), amount(wrong), wrong.form(), false, amount(right));
  }
}
