package org.microwish.wish.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.money.Balances;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * One wish as a command finds it, under its row's lock.
 *
 * @param roles what the caller is to the wish, and to the claim where the command names one
 * @param path the path of its division
 * @param places the number of places; 0 when the capacity is an amount
 * @param closed claiming was closed before everything was taken
 * @param amountTaken the part of the budget that claims have spoken for
 * @param budget the budget, or null where there is none
 * @param everClaimed somebody has claimed it, so it is frozen
 * @param sensitivity whose values need a guardian's consent; null where nobody's do
 * @param consentGiven a consent is on record and not taken back
 * @param publicCommitted public funds committed and not spent
 * @param publicSpent public funds spent and not returned
 * @param claims the claim that the command names; for commands on all of them every live one, and
 *     the completed ones for {@link WishTransition#REOPEN}
 */
public record WishSnapshot(
    WishKind kind,
    WishState state,
    Set<WishRole> roles,
    String path,
    ClaimPolicy policy,
    Capacity capacity,
    int places,
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
    List<ClaimSnapshot> claims) {

  /** What the budget has free; null where there is no budget. */
  public Money free() {
    return budget == null ? null : budget.minus(balances.committed().plus(balances.spent()));
  }

  /** Whether a place, or a part of the budget, can still be claimed. */
  boolean isFree() {
    return isFree(closed, tally, amountTaken);
  }

  /** Whether something could still be claimed if claiming were this far. */
  boolean isFree(boolean closedThen, Tally tallyThen, Money takenThen) {
    return !closedThen
        && switch (capacity) {
          case PLACES -> tallyThen.placesTaken() < places;
          case AMOUNT -> takenThen.compareTo(budget) < 0;
        };
  }

  /** What the claim that the command names, or with null the public funds, has committed. */
  Money committed(Long claimId, Form form) {
    return (claimId == null ? publicCommitted : claims.getFirst().committed())
        .getOrDefault(form, Money.ZERO);
  }

  /** What the claim that the command names, or with null the public funds, has spent. */
  Money spent(Long claimId, Form form) {
    return (claimId == null ? publicSpent : claims.getFirst().spent())
        .getOrDefault(form, Money.ZERO);
  }
}
