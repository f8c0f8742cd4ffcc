package org.microwish.matching;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.microwish.matching.ProfileQueries.Asked;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.platform.sql.Rows;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.Refusals;
import org.microwish.wish.Wish;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.Wishes;
import org.microwish.wish.lifecycle.Capacity;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.Decision;
import org.microwish.wish.lifecycle.InvitationState;
import org.microwish.wish.lifecycle.WishCommand;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishTransition;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * Decides which wishes a claimant can claim: the rules of claims decide on rows from the database,
 * as if the claimant claimed the wish.
 */
@ApplicationScoped
public class Eligibility {

  /** The smallest pledge. Eligibility is decided for it, whatever amount the claimant can give. */
  private static final Money LEAST = new Money(1);

  private final ProfileQueries queries;
  private final Profiles profiles;
  private final Wishes wishes;
  private final Claims claims;
  private final EntityManager entities;
  private final WishDeadlines deadlines;

  Eligibility(
      ProfileQueries queries,
      Profiles profiles,
      Wishes wishes,
      Claims claims,
      EntityManager entities,
      WishDeadlines deadlines) {
    this.queries = queries;
    this.profiles = profiles;
    this.wishes = wishes;
    this.claims = claims;
    this.entities = entities;
    this.deadlines = deadlines;
  }

  /** A wish and a claimant for it. */
  public record Pair(long wishId, ClaimantType claimantType, long claimantId) {}

  /**
   * The pairs that are refused because of an earlier claim of the same claimant on the same wish.
   *
   * @param holding the claimant holds or takes part in a live claim
   * @param barred the claimant's claim lapsed, and its bar has not ended
   */
  public record Past(Set<Pair> holding, Set<Pair> barred) {}

  /** Returns the claimants that may not claim these wishes because of an earlier claim on them. */
  public Past past(Collection<Long> wishIds, Instant now) {
    RoundTrip trip = new RoundTrip();
    Supplier<Past> past = past(trip, wishIds, now);
    trip.send(entities);
    return past.get();
  }

  /**
   * Adds the statements of {@link #past(Collection, Instant)} to a round trip.
   *
   * @return supplies the result; callers must first send the round trip
   */
  Supplier<Past> past(RoundTrip trip, Collection<Long> wishIds, Instant now) {
    Set<Pair> holding = new HashSet<>();
    trip.read(
            "SELECT wish_id, claimant_type, claimant_id FROM claim"
                + " WHERE state IN ('PENDING', 'ACTIVE') AND wish_id IN (%s)",
            List.of(),
            wishIds,
            row ->
                holding.add(
                    new Pair(
                        row.getLong(1), ClaimantType.valueOf(row.getString(2)), row.getLong(3))))
        .read(
            "SELECT c.wish_id, p.member_id FROM claim c"
                + " JOIN claim_participant p ON p.claim_id = c.id"
                + " WHERE c.state IN ('PENDING', 'ACTIVE') AND c.wish_id IN (%s)",
            List.of(),
            wishIds,
            row -> holding.add(new Pair(row.getLong(1), ClaimantType.MEMBER, row.getLong(2))));
    Pending<Map<Claims.Lapse, Instant>> lapses = claims.barred(trip, wishIds);
    return () -> {
      Set<Pair> barred = new HashSet<>();
      lapses
          .get()
          .forEach(
              (lapse, until) -> {
                if (until.isAfter(now)) {
                  Claims.Holder holder = lapse.holder();
                  barred.add(new Pair(lapse.wishId(), holder.type(), holder.id()));
                }
              });
      return new Past(holding, barred);
    };
  }

  /**
   * Returns the claimants that are invited to these wishes or wait for a place on them.
   *
   * @return a map from each pair to true if a place is reserved for the claimant now
   */
  public Map<Pair, Boolean> invited(Collection<Long> wishIds) {
    Map<Pair, Boolean> invited = new HashMap<>();
    for (List<Long> ids : Rows.chunks(wishIds)) {
      for (Asked one : queries.asked(ids)) {
        invited.put(
            new Pair(one.wishId(), one.claimantType(), one.claimantId()),
            one.reserved() && one.state() == InvitationState.INVITED);
      }
    }
    return invited;
  }

  /**
   * Returns true if a claim would be accepted now. A reserved place counts as taken, even for the
   * claimant for whom it is reserved: that claimant finds the wish among its invitations.
   *
   * @param account the account that would claim; null for none
   */
  boolean accepts(Wish wish, ClaimantProfile claimant, String account, Past past, Instant now) {
    return wish.isPublic()
        && decide(wish, claimant, account, least(wish), wish.placesHeld, past, now)
            instanceof Decision.Accepted;
  }

  /**
   * Returns the problems with which claims would be refused now, by pair; pairs whose claim would
   * be accepted are missing. A place that is reserved for a claimant counts as free for that
   * claimant.
   *
   * @param pairs the pledge of each pair; null for a claim of a place
   */
  public Map<Pair, ProblemType> obstacles(Map<Pair, Money> pairs, Instant now) {
    return obstacles(pairs, ClaimantProfile::account, now);
  }

  /**
   * Like {@link #obstacles(Map, Instant)}, for claims by the accounts that {@code account} returns.
   *
   * @param account returns the account that would make a claimant's claim; null for none
   */
  Map<Pair, ProblemType> obstacles(
      Map<Pair, Money> pairs, Function<ClaimantProfile, String> account, Instant now) {
    Set<Long> wishIds = pairs.keySet().stream().map(Pair::wishId).collect(Collectors.toSet());
    Map<Long, Wish> found = wishes.byId(wishIds);
    Map<ClaimantType, Map<Long, ClaimantProfile>> claimants = new HashMap<>();
    for (ClaimantType type : ClaimantType.values()) {
      Set<Long> ids =
          pairs.keySet().stream()
              .filter(pair -> pair.claimantType() == type)
              .map(Pair::claimantId)
              .collect(Collectors.toSet());
      claimants.put(
          type,
          profiles.read(type, ids, now).stream()
              .collect(Collectors.toMap(ClaimantProfile::id, one -> one)));
    }
    Past past = past(wishIds, now);
    Map<Pair, Boolean> invited = invited(wishIds);
    Map<Pair, ProblemType> obstacles = new HashMap<>();
    pairs.forEach(
        (pair, pledge) -> {
          Wish wish = found.get(pair.wishId());
          ClaimantProfile claimant = claimants.get(pair.claimantType()).get(pair.claimantId());
          if (wish == null) {
            obstacles.put(pair, ProblemType.NOT_FOUND);
          } else if (!wish.isPublic()) {
            obstacles.put(pair, ProblemType.WISH_STATE_CONFLICT);
          } else if (claimant == null) {
            obstacles.put(pair, ProblemType.NOT_ELIGIBLE);
          } else {
            int held = wish.placesHeld - (invited.getOrDefault(pair, false) ? 1 : 0);
            Money amount = pledge == null ? least(wish) : pledge;
            if (decide(wish, claimant, account.apply(claimant), amount, held, past, now)
                instanceof Decision.Refused refused) {
              obstacles.put(
                  pair, Refusals.problem(refused, WishTransition.CLAIM, wish, null).type());
            }
          }
        });
    return obstacles;
  }

  private static Money least(Wish wish) {
    return wish.capacity == Capacity.AMOUNT ? LEAST : Money.ZERO;
  }

  private Decision decide(
      Wish wish,
      ClaimantProfile claimant,
      String account,
      Money pledge,
      int held,
      Past past,
      Instant now) {
    Pair pair = new Pair(wish.id, claimant.type(), claimant.id());
    boolean own = account != null && account.equals(wish.resident);
    return deadlines
        .rules()
        .decide(
            wish.snapshot(
                own ? Set.of() : EnumSet.of(WishRole.CANDIDATE),
                Map.of(),
                Map.of(),
                false,
                List.of(),
                held),
            new WishCommand.Claim(
                0,
                claimant.claimant(past.holding().contains(pair), past.barred().contains(pair)),
                pledge,
                pledge.isZero() ? null : Form.CASH),
            now);
  }
}
