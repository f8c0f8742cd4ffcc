package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.matching.ProfileQueries.Pair;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.Wish;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Decides which wishes a claimant can claim: the rules of claims decide on rows from the database,
 * as if the claimant claimed the wish.
 */
@ApplicationScoped
class Eligibility {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);

  /** The smallest pledge: whether more can be pledged is not a question of eligibility. */
  private static final Money LEAST = new Money(1);

  private final ProfileQueries queries;
  private final WishDeadlines deadlines;

  Eligibility(ProfileQueries queries, WishDeadlines deadlines) {
    this.queries = queries;
    this.deadlines = deadlines;
  }

  /** Who may not claim some wishes because of an own claim: a live one, or one that lapsed. */
  record Past(Set<Pair> holding, Set<Pair> barred) {}

  Past past(Collection<Long> wishIds, Instant now) {
    Set<Pair> holding = new HashSet<>();
    Set<Pair> barred = new HashSet<>();
    for (List<Long> ids : Rows.chunks(wishIds)) {
      holding.addAll(queries.holders(ids, LIVE));
      queries
          .participants(ids, LIVE)
          .forEach(one -> holding.add(new Pair(one.wishId(), ClaimantType.MEMBER, one.memberId())));
      queries
          .barred(ids, now)
          .forEach(
              one ->
                  barred.add(
                      new Pair(
                          one.wishId(),
                          ClaimantType.valueOf(one.claimantType()),
                          one.claimantId())));
    }
    return new Past(holding, barred);
  }

  /**
   * Whether a claim would be accepted now. A place that is held counts as taken, also for the one
   * for whom it is held: who is invited finds the wish among the invitations.
   *
   * @param account the account that would claim; null for none
   */
  boolean accepts(Wish wish, ClaimantProfile claimant, String account, Past past, Instant now) {
    if (!wish.isPublic()) {
      return false;
    }
    Pair pair = new Pair(wish.id, claimant.type(), claimant.id());
    boolean own = account != null && account.equals(wish.resident);
    Money pledge = wish.capacity == Capacity.AMOUNT ? LEAST : Money.ZERO;
    return deadlines
            .rules()
            .decide(
                wish.snapshot(
                    own ? Set.of() : EnumSet.of(WishRole.CANDIDATE),
                    Map.of(),
                    Map.of(),
                    false,
                    List.of(),
                    wish.placesHeld),
                new WishCommand.Claim(
                    0,
                    claimant.claimant(past.holding().contains(pair), past.barred().contains(pair)),
                    pledge,
                    pledge.isZero() ? null : Form.CASH),
                now)
        instanceof Decision.Accepted;
  }
}
