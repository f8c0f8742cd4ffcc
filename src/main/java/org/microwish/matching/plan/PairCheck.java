package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.matching.ClaimantProfile;
import org.microwish.matching.plan.PlanOrder.ClaimantKey;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.platform.Time;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Refusals;
import org.microwish.wish.Wish;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishLifecycle;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Tells which pairs of a plan no longer hold: the rules of claims decide on the rows as they are
 * now, as if the claimant claimed the wish.
 */
@ApplicationScoped
class PairCheck {

  private final PlanFacts facts;
  private final Wishes wishes;
  private final WishDeadlines deadlines;
  private final Time time;

  PairCheck(PlanFacts facts, Wishes wishes, WishDeadlines deadlines, Time time) {
    this.facts = facts;
    this.wishes = wishes;
    this.deadlines = deadlines;
    this.time = time;
  }

  /** Returns the problem with which a claim would be refused now; pairs that hold are missing. */
  Map<PairKey, ProblemType> obstacles(Collection<PlanPair> pairs) {
    Instant now = time.now();
    Set<Long> wishIds = new HashSet<>();
    Set<ClaimantKey> keys = new HashSet<>();
    for (PlanPair pair : pairs) {
      wishIds.add(pair.wishId);
      keys.add(pair.pair().claimant());
    }
    Map<Long, Wish> found = wishes.byId(wishIds);
    Map<ClaimantKey, ClaimantProfile> claimants = facts.claimants(keys, now);
    PlanFacts.Past past = facts.past(wishIds, now);
    WishLifecycle rules = deadlines.rules();
    Map<PairKey, ProblemType> obstacles = new HashMap<>();
    for (PlanPair pair : pairs) {
      PairKey key = pair.pair();
      ProblemType obstacle =
          obstacle(
              rules,
              found.get(pair.wishId),
              claimants.get(key.claimant()),
              key,
              past,
              pair.amount,
              now);
      if (obstacle != null) {
        obstacles.put(key, obstacle);
      }
    }
    return obstacles;
  }

  private static ProblemType obstacle(
      WishLifecycle rules,
      Wish wish,
      ClaimantProfile claimant,
      PairKey pair,
      PlanFacts.Past past,
      BigDecimal amount,
      Instant now) {
    if (wish == null || !wish.isPublic()) {
      return ProblemType.NOT_FOUND;
    }
    if (claimant == null) {
      return ProblemType.NOT_ELIGIBLE;
    }
    boolean own = wish.resident != null && wish.resident.equals(claimant.account());
    Money pledge = amount == null ? Money.ZERO : Money.of(amount);
    Decision decision =
        rules.decide(
            wish.snapshot(
                own ? Set.of() : EnumSet.of(WishRole.CANDIDATE),
                Map.of(),
                Map.of(),
                false,
                List.of(),
                wish.placesHeld),
            new WishCommand.Claim(
                0,
                new Claimant(
                    pair.claimantType(),
                    claimant.paths(),
                    past.holding().contains(pair),
                    past.barred().contains(pair),
                    claimant.profile().live() >= claimant.profile().cap()),
                pledge,
                pledge.isZero() ? null : Form.CASH),
            now);
    return decision instanceof Decision.Refused refused
        ? Refusals.problem(refused, WishTransition.CLAIM, wish, null).type()
        : null;
  }
}
