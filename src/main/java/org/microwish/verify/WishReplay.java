package org.microwish.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimSnapshot;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.Tally;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishSnapshot;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;
import org.microwish.wish.money.Movement;

/** A wish as the leaves so far show it: the data that the rules need to decide the next command. */
final class WishReplay {

  /** A posting that a later command may reverse. */
  record Posted(String entry, String claim, Movement movement, Form form, long fen) {}

  /** For each command on a whole wish that may change claims, the states of these claims. */
  private static final Map<WishTransition, Set<ClaimState>> INVOLVED =
      Map.of(
          WishTransition.WITHDRAW, Set.of(ClaimState.PENDING, ClaimState.ACTIVE),
          WishTransition.CONFIRM, Set.of(ClaimState.ACTIVE),
          WishTransition.REPORT_DISSATISFACTION, Set.of(ClaimState.ACTIVE),
          WishTransition.REOPEN, Set.of(ClaimState.COMPLETED));

  WishTerms terms;
  WishState state = WishState.DRAFT;
  long round;

  /**
   * The pseudonym of the resident in the last leaf in which the resident acted; null before the
   * first.
   */
  String resident;

  Instant residentActed;

  /** The pseudonym of the member that recorded the wish for a resident; null if nobody did. */
  String author;

  /**
   * True after a leaf showed another resident than earlier leaves and no binding explained it yet.
   * The residents of later leaves of this wish are then not compared, so that one cause gives one
   * finding.
   */
  boolean otherResident;

  boolean consentGiven;

  boolean hasEvidence;

  /** True if a signed sheet is evidence of the wish itself. */
  boolean hasSheet;

  /** True if the resident wrote a thank-you that the resident has not taken down since. */
  boolean thanked;

  /** True while the thank-you is published. */
  boolean thanksShown;

  Instant noticeUntil;
  final FormMoney publicFunds = new FormMoney();

  /**
   * The postings that may still be reversed. An immutable empty list until the first posting,
   * because most wishes have none.
   */
  List<Posted> posted = List.of();

  /**
   * A live invitation, or a place in the waiting list.
   *
   * @param reserved true if it holds a place, or waits for one
   * @param until when it runs out; null in the waiting list
   * @param begunAt when it was recorded
   */
  record Invited(
      String id,
      ClaimantType type,
      String claimant,
      boolean reserved,
      InvitationState state,
      Instant until,
      Instant begunAt) {

    boolean isOf(ClaimReplay other) {
      return type == other.type && claimant.equals(other.claimant);
    }

    /** Returns true if a place is kept free for the claimant now. */
    boolean keepsPlace() {
      return reserved && state == InvitationState.INVITED;
    }

    Invited offered(Instant end) {
      return new Invited(id, type, claimant, reserved, InvitationState.INVITED, end, begunAt);
    }
  }

  /**
   * The live invitations in the order in which they began. An immutable empty list until the first,
   * because most wishes have none.
   */
  private List<Invited> invited = List.of();

  private final List<ClaimReplay> claims = new ArrayList<>(1);
  private boolean closed;
  private Tally tally = Tally.NONE;
  private Money amountTaken = Money.ZERO;
  private Balances balances = Balances.ZERO;

  List<Invited> invited() {
    return invited;
  }

  void begin(Invited one) {
    invited = new ArrayList<>(invited);
    invited.add(one);
  }

  void offer(Invited one, Instant until) {
    invited.replaceAll(before -> before.equals(one) ? one.offered(until) : before);
  }

  void endInvitations(Collection<String> ids) {
    if (!ids.isEmpty()) {
      invited.removeIf(one -> ids.contains(one.id));
    }
  }

  /**
   * Returns the claim with this id, or null. A linear search is fast enough, because most wishes
   * have few claims.
   */
  ClaimReplay claim(String id) {
    for (ClaimReplay one : claims) {
      if (one.id.equals(id)) {
        return one;
      }
    }
    return null;
  }

  List<ClaimReplay> claims() {
    return claims;
  }

  ClaimReplay claim(long number) {
    return claims.get(Math.toIntExact(number));
  }

  void add(ClaimReplay claim) {
    claims.add(claim);
  }

  /**
   * Returns the claims that the command may change: the named claim or, without one, those in
   * certain states.
   */
  List<ClaimReplay> involved(WishTransition command, ClaimReplay named) {
    if (named != null) {
      return List.of(named);
    }
    Set<ClaimState> states = INVOLVED.get(command);
    if (states == null) {
      return List.of();
    }
    return claims.stream().filter(one -> states.contains(one.state)).toList();
  }

  List<ClaimReplay> active() {
    return claims.stream().filter(one -> one.state == ClaimState.ACTIVE).toList();
  }

  /**
   * Returns the wish in the form that the rules use. The sensitivity is private, so it is null
   * here. The configured time that a resident has to answer is unknown, so the time of delivery is
   * set to 1970, after which this time is certainly over.
   */
  WishSnapshot snapshot(
      Set<WishRole> roles, boolean unexplained, List<ClaimSnapshot> involved, int held) {
    return new WishSnapshot(
        terms.kind(),
        state,
        roles,
        terms.community(),
        terms.policy(),
        terms.capacity(),
        terms.places(),
        held,
        terms.needsApproval(),
        terms.claimableBy(),
        terms.claimableFrom(),
        closed,
        terms.claimBy(),
        terms.completeBy(),
        Instant.EPOCH,
        noticeUntil,
        tally,
        amountTaken,
        terms.budget(),
        balances,
        !claims.isEmpty(),
        null,
        consentGiven,
        publicFunds.committed(),
        publicFunds.spent(),
        unexplained,
        involved);
  }

  /**
   * Returns the fact {@code shortfall} of the next command: the places or the amount still free if
   * the command closes claiming; else an empty map.
   */
  Map<String, Object> shortfall(Decision.Accepted accepted) {
    if (closed || !accepted.closed()) {
      return Map.of();
    }
    return switch (terms.capacity()) {
      case PLACES -> Map.of("places", (long) terms.places() - accepted.tally().placesTaken());
      case AMOUNT -> Map.of("fen", terms.budget().minus(accepted.amountTaken()).fen());
    };
  }

  void take(Decision.Accepted accepted) {
    state = accepted.state();
    closed = accepted.closed();
    tally = accepted.tally();
    amountTaken = accepted.amountTaken();
    balances = accepted.balances();
  }

  /** Sets the terms after a command, and adjusts the amount taken after an edit or a correction. */
  void take(WishTerms next, WishTransition command) {
    terms = next;
    if (command == WishTransition.EDIT) {
      amountTaken =
          next.budget() == null ? Money.ZERO : balances.committed().plus(balances.spent());
    } else if (command == WishTransition.CORRECT && next.budget() != null) {
      amountTaken = amountTaken.min(next.budget());
    }
  }

  /**
   * Called after a correction of the budget, which does not change the wish's state. If the wish is
   * not OPEN and its capacity is an AMOUNT, claiming is closed: existing claims can pledge the
   * money that the correction frees, but nobody can make a new claim on the wish.
   */
  void closeAfterCorrection() {
    if (state != WishState.OPEN && terms.capacity() == Capacity.AMOUNT) {
      closed = true;
    }
  }
}
