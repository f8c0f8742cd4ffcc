package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * The state of one wish before a command. An accepted decision is written only if the snapshot was
 * read under the wish's row lock.
 *
 * @param roles the caller's roles on the wish and, when the command names a claim, on the claim
 * @param path the path of the wish's division
 * @param places the number of places; 0 when the capacity is an amount
 * @param held the number of places that invitations and the waiting list hold for others than the
 *     caller
 * @param closed true if claiming was closed although a place or a part of the budget was free
 * @param amountTaken the part of the budget that pledges reserve or have used up
 * @param budget the budget, or null for none
 * @param everClaimed true if the wish has ever been claimed; the wish can then no longer be edited
 * @param sensitivity why a consent is needed; null when none is needed
 * @param consentGiven true if a consent is recorded and not withdrawn
 * @param publicCommitted public funds committed and not spent, by form
 * @param publicSpent public funds spent and not refunded, by form
 * @param unexplained true if the command is a late record for somebody who acted offline, and gives
 *     no reason why the claim had not lapsed by that time
 * @param claims the claim that the command names; for commands on all claims, the claims that the
 *     command may change; empty for other commands
 */
public record WishSnapshot(
    WishKind kind,
    WishState state,
    Set<WishRole> roles,
    String path,
    ClaimPolicy policy,
    Capacity capacity,
    int places,
    int held,
    boolean needsApproval,
    ClaimableBy claimableBy,
    ClaimableFrom claimableFrom,
    boolean closed,
    Instant claimBy,
    Instant completeBy,
    Instant deliveredAt,
    Instant noticeUntil,
    Tally tally,
    Money amountTaken,
    Money budget,
    Balances balances,
    boolean everClaimed,
    Sensitivity sensitivity,
    boolean consentGiven,
    Map<Form, Money> publicCommitted,
    Map<Form, Money> publicSpent,
    boolean unexplained,
    List<ClaimSnapshot> claims) {

  /** Returns the part of the budget that is neither committed nor spent; null without a budget. */
  public Money free() {
    return budget == null ? null : budget.minus(balances.committed().plus(balances.spent()));
  }

  /** Whether a place, or a part of the budget, can still be claimed. */
  boolean isFree() {
    return isFree(closed, tally, amountTaken);
  }

  /** Whether a place that is held for nobody else, or a part of the budget, can be claimed. */
  boolean isFreeForCaller() {
    return isFree() && (capacity == Capacity.AMOUNT || tally.placesTaken() + held < places);
  }

  /** Whether a place, or a part of the budget, could be claimed if the wish had these values. */
  boolean isFree(boolean closedThen, Tally tallyThen, Money takenThen) {
    return !closedThen
        && switch (capacity) {
          case PLACES -> tallyThen.placesTaken() < places;
          case AMOUNT -> takenThen.compareTo(budget) < 0;
        };
  }

  /**
   * Returns the amount committed and not yet spent in this form: by the claim that the command
   * names or, if {@code claimId} is null, from public funds.
   */
  Money committed(Long claimId, Form form) {
    return (claimId == null ? publicCommitted : claims.getFirst().committed())
        .getOrDefault(form, Money.ZERO);
  }

  /**
   * Returns the amount spent in this form and not refunded: by the claim that the command names or,
   * if {@code claimId} is null, from public funds.
   */
  Money spent(Long claimId, Form form) {
    return (claimId == null ? publicSpent : claims.getFirst().spent())
        .getOrDefault(form, Money.ZERO);
  }
}
