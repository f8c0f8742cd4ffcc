package org.microwish.statistics.fold;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The counts of one cell and one kind of wish. Wishes can be added and removed, so that a change
 * needs no recount. For distinct counts, the cell keeps how often each member and each organisation
 * occurs.
 */
final class Cell {

  private long published;
  private long claimed;
  private long fulfilled;
  private long participations;
  private long budgetFen;
  private MoneyFen money = MoneyFen.ZERO;
  private final Tally members = new Tally();
  private final Tally organisations = new Tally();

  /** Adds a published wish ({@code sign} 1) or removes it (-1). */
  void add(WishFigures wish, int sign) {
    publish(wish.budgetFen(), sign);
    boolean isClaimed = false;
    for (ClaimFigures claim : wish.claims()) {
      if (claim.counts()) {
        isClaimed = true;
        claim(claim, sign);
        for (Participation participation : claim.participations()) {
          participate(participation, sign);
        }
      }
    }
    claimed += isClaimed ? sign : 0;
    fulfilled += wish.isFulfilled() ? sign : 0;
    pay(wish.money(), sign);
  }

  void publish(long budget, int sign) {
    published += sign;
    budgetFen += sign * budget;
  }

  void claimed(int sign) {
    claimed += sign;
  }

  void fulfilled(int sign) {
    fulfilled += sign;
  }

  /**
   * Adds ({@code sign} 1) or removes (-1) the organisation that holds a claim in its own name; does
   * nothing for the claim of a member.
   */
  void claim(ClaimFigures claim, int sign) {
    if (claim.inOwnName() && claim.organisation() != null) {
      organisations.add(claim.organisation(), sign);
    }
  }

  void participate(Participation participation, int sign) {
    participations += sign;
    members.add(participation.member(), sign);
  }

  void pay(MoneyFen amount, int sign) {
    money = sign > 0 ? money.plus(amount) : money.minus(amount);
  }

  Counts counts() {
    return new Counts(
        published,
        claimed,
        fulfilled,
        members.distinct(),
        organisations.distinct(),
        participations,
        budgetFen,
        money);
  }

  /** Returns the pseudonyms of the members who participate in claims that count. */
  Set<String> members() {
    return members.all();
  }

  /** Counts how often each string was added and not removed. */
  static final class Tally {
    private final Map<String, Integer> times = new HashMap<>();

    void add(String one, int sign) {
      times.merge(one, sign, (before, change) -> before + change == 0 ? null : before + change);
    }

    /** Returns a view of the strings that occur at least once. */
    Set<String> all() {
      return Collections.unmodifiableSet(times.keySet());
    }

    long distinct() {
      return times.size();
    }
  }
}
