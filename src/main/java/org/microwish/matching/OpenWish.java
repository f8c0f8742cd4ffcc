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

/** What ranking reads of an open wish. */
record OpenWish(
    long id,
    WishKind kind,
    Channel channel,
    String divisionPath,
    Category category,
    String neededSkill,
    ClaimableBy claimableBy,
    ClaimableFrom claimableFrom,
    Capacity capacity,
    BigDecimal budget,
    BigDecimal amountTaken,
    BigDecimal committed,
    BigDecimal spent,
    Instant claimBy,
    Instant publishedAt,
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
        wish.budget,
        wish.amountTaken,
        wish.committed,
        wish.spent,
        wish.claimBy,
        wish.publishedAt,
        wish.activeClaims,
        wish.pendingClaims,
        wish.round);
  }

  /** Returns what the score knows about the wish. */
  WishFacts facts() {
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
