package org.microwish.matching;

import java.math.BigDecimal;
import java.time.Instant;
import org.microwish.matching.score.Profile;
import org.microwish.matching.score.WishFacts;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.Channel;
import org.microwish.wish.lifecycle.ClaimableBy;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.WishKind;

/**
 * The columns of an open wish that rankings and plans read.
 *
 * @param placesTaken the number of places that are taken, or reserved for an invited claimant
 */
public record OpenWish(
    long id,
    WishKind kind,
    Channel channel,
    String divisionPath,
    Category category,
    String neededSkill,
    ClaimableBy claimableBy,
    ClaimableFrom claimableFrom,
    Capacity capacity,
    int places,
    int placesTaken,
    BigDecimal budget,
    BigDecimal amountTaken,
    BigDecimal committed,
    BigDecimal spent,
    Instant claimBy,
    Instant publishedAt,
    String resident,
    int activeClaims,
    int pendingClaims,
    int round) {

  static OpenWish of(Wish wish) {
    return new OpenWish(
        wish.id,
        wish.kind,
        wish.channel,
        wish.divisionPath,
        wish.category,
        wish.neededSkill,
        wish.claimableBy,
        wish.claimableFrom,
        wish.capacity,
        wish.places,
        wish.placesTaken + wish.placesHeld,
        wish.budget,
        wish.amountTaken,
        wish.committed,
        wish.spent,
        wish.claimBy,
        wish.publishedAt,
        wish.resident,
        wish.activeClaims,
        wish.pendingClaims,
        wish.round);
  }

  /** Returns the part of the budget that nobody has taken. The wish must have a budget. */
  public BigDecimal free() {
    return budget.subtract(amountTaken).min(budget.subtract(committed).subtract(spent));
  }

  /** Returns the facts that the score uses. */
  public WishFacts facts() {
    return new WishFacts.Of(
        divisionPath,
        category,
        Profile.skill(neededSkill),
        capacity == Capacity.AMOUNT,
        neededFen(),
        Profiles.day(publishedAt),
        claimBy == null ? WishFacts.NO_DAY : Profiles.day(claimBy),
        activeClaims == 0 && pendingClaims == 0,
        Math.max(0, round - 1));
  }

  private long neededFen() {
    if (budget == null) {
      return 0;
    }
    BigDecimal needed =
        switch (capacity) {
          case AMOUNT -> budget.subtract(amountTaken);
          case PLACES -> budget.subtract(committed).subtract(spent);
        };
    return Math.max(0, needed.movePointRight(2).longValueExact());
  }
}
