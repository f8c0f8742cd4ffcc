package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.microwish.matching.ClaimantProfile;
import org.microwish.matching.Profiles;
import org.microwish.matching.plan.PlanOrder.ClaimantKey;
import org.microwish.matching.plan.PlanOrder.PairKey;
import org.microwish.matching.plan.PlanQueries.OpenWish;
import org.microwish.platform.Id;
import org.microwish.platform.sql.Rows;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishState;

/** Reads what plans need to know about wishes and claimants, with few statements for many. */
@ApplicationScoped
class PlanFacts {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);
  private final PlanQueries queries;
  private final Profiles profiles;
  private final PlanConfig config;

  PlanFacts(PlanQueries queries, Profiles profiles, PlanConfig config) {
    this.queries = queries;
    this.profiles = profiles;
    this.config = config;
  }

  /** Who may not claim a wish because of an own claim: a live one, or one that lapsed lately. */
  record Past(Set<PairKey> holding, Set<PairKey> barred) {}

  /** Returns the open wishes of a subtree, at most one more than a plan may have. */
  List<OpenWish> open(String path, Instant now) {
    return queries.open(WishState.OPEN, path + "%", now, config.wishes() + 1);
  }

  /** Returns the claimants whose division or check-in is in a subtree, in a fixed order. */
  List<ClaimantProfile> claimants(String path, Instant now) {
    return profiles.around(path, config.claimants(), now);
  }

  /** Returns those of the claimants that may claim, by key. */
  Map<ClaimantKey, ClaimantProfile> claimants(Collection<ClaimantKey> keys, Instant now) {
    Map<ClaimantKey, ClaimantProfile> found = new LinkedHashMap<>();
    for (ClaimantType type : ClaimantType.values()) {
      List<Long> ids =
          keys.stream()
              .filter(key -> key.claimantType() == type)
              .map(key -> key.claimantId().value())
              .toList();
      profiles.read(type, ids, now).forEach(one -> found.put(ClaimantKey.of(one), one));
    }
    return found;
  }

  /** Returns who may not claim these wishes because of an own claim. */
  Past past(Collection<Long> wishIds, Instant now) {
    Set<PairKey> holding = new HashSet<>();
    Set<PairKey> barred = new HashSet<>();
    Function<PlanQueries.Holding, PairKey> pair =
        one -> new PairKey(new Id(one.wishId()), one.claimantType(), new Id(one.claimantId()));
    for (List<Long> ids : Rows.chunks(wishIds)) {
      queries.holders(ids, LIVE).forEach(one -> holding.add(pair.apply(one)));
      queries
          .participants(ids, LIVE)
          .forEach(
              one ->
                  holding.add(
                      new PairKey(
                          new Id(one.wishId()), ClaimantType.MEMBER, new Id(one.memberId()))));
      queries
          .barred(ids, now)
          .forEach(
              one ->
                  barred.add(
                      new PairKey(
                          new Id(one.wishId()),
                          ClaimantType.valueOf(one.claimantType()),
                          new Id(one.claimantId()))));
    }
    return new Past(holding, barred);
  }
}
