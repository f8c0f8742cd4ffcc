package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.party.Candidate;
import org.microwish.party.CheckIns;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.Wish;
import org.microwish.wish.WishConfig;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;

/** What the rules ask about those who claim, read for a whole batch with a statement a question. */
@ApplicationScoped
class Claimants {

  private final EntityManager entities;
  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final Claims claims;
  private final WishConfig config;

  Claimants(
      EntityManager entities,
      Members members,
      Organisations organisations,
      CheckIns checkIns,
      Claims claims,
      WishConfig config) {
    this.entities = entities;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.claims = claims;
    this.config = config;
  }

  /**
   * Asks who claims, and takes the locks of the claimants' counts; it is known when the trip has
   * been sent and {@link Facts#of} has been told the wishes.
   */
  Facts ask(RoundTrip trip, Collection<ClaimOrder> orders) {
    return new Facts(trip, orders);
  }

  /** The facts of one batch; they follow what the batch accepts. */
  final class Facts {
    private final Map<ClaimantType, Map<Long, Candidate>> candidates =
        new EnumMap<>(ClaimantType.class);
    private final Map<ClaimantType, Map<Long, Set<String>>> communities =
        new EnumMap<>(ClaimantType.class);
    private final Map<ClaimantType, Set<Long>> ids = new EnumMap<>(ClaimantType.class);
    private final Map<Claims.Holder, Integer> counts;
    private final Set<Claims.Holder> uncounted = new HashSet<>();
    private Set<String> live = Set.of();
    private Map<Claims.Lapse, Instant> lapses = Map.of();

    private Facts(RoundTrip trip, Collection<ClaimOrder> orders) {
      for (ClaimantType type : ClaimantType.values()) {
        ids.put(type, new HashSet<>());
      }
      Set<Claims.Holder> holders = new HashSet<>();
      for (ClaimOrder order : orders) {
        Long id = claimantId(order);
        if (id != null) {
          ids.get(order.claimantType()).add(id);
          holders.add(new Claims.Holder(order.claimantType(), id));
        }
      }
      candidates.put(ClaimantType.MEMBER, members.candidates(trip, ids.get(ClaimantType.MEMBER)));
      candidates.put(
          ClaimantType.ORGANISATION,
          organisations.candidates(trip, ids.get(ClaimantType.ORGANISATION)));
      uncounted.addAll(holders);
      counts = claims.lockCounts(trip, holders);
    }

    /**
     * Reads what depends on the wishes, which are locked.
     *
     * @param wishes by id, as far as there are any
     */
    void of(Collection<ClaimOrder> orders, Map<Long, Wish> wishes, Instant now) {
      uncounted.removeAll(counts.keySet());
      // A wish that was never claimed has neither live claims nor lapses: in a rush, most.
      Set<Long> claimed = new HashSet<>();
      wishes.values().stream()
          .filter(wish -> wish.firstClaimedAt != null)
          .forEach(wish -> claimed.add(wish.id));
      Set<String> keys = new HashSet<>();
      for (ClaimOrder order : orders) {
        Long id = claimantId(order);
        if (id != null && claimed.contains(order.wishId)) {
          keys.add(draft(order, id).liveKey());
        }
      }
      RoundTrip trip = new RoundTrip();
      live = claims.liveAmong(trip, keys);
      lapses = claims.lapses(trip, claimed, now.minus(config.lapseBar()));
      trip.send(entities);
      if (wishes.values().stream().anyMatch(wish -> wish.claimableFrom != ClaimableFrom.ANYWHERE)) {
        communities.put(
            ClaimantType.MEMBER,
            checkIns.communitiesOf(PartyType.MEMBER, ids.get(ClaimantType.MEMBER)));
        communities.put(
            ClaimantType.ORGANISATION,
            checkIns.communitiesOf(PartyType.ORGANISATION, ids.get(ClaimantType.ORGANISATION)));
      }
    }

    /** A caller that is neither is told so when its order is decided. */
    private static Long claimantId(ClaimOrder order) {
      return order.claimantType() == ClaimantType.MEMBER
          ? order.caller.memberId()
          : order.caller.organisationId();
    }

    private static Claim draft(ClaimOrder order, long claimantId) {
      Claim claim = new Claim();
      claim.wishId = order.wishId;
      claim.state = ClaimState.PENDING;
      claim.claimedBy = order.caller.account();
      claim.claimantType = order.claimantType();
      claim.claimantId = claimantId;
      claim.pledge = order.pledge.yuan();
      claim.pledgeForm = order.form;
      return claim;
    }

    /** The claim that is asked for, or FORBIDDEN to who may not claim at all. */
    Claim claimOf(ClaimOrder order) {
      Claim claim = draft(order, order.claimantId());
      Candidate candidate = candidates.get(claim.claimantType).get(claim.claimantId);
      if (candidate == null || !candidate.active()) {
        throw Caller.forbidden();
      }
      claim.organisationId = candidate.organisationId();
      return claim;
    }

    /** The claimant as the rules see it now. */
    Claimant claimant(Claim claim, Wish wish, Instant at) {
      Claims.Holder holder = new Claims.Holder(claim.claimantType, claim.claimantId);
      Set<String> paths = new HashSet<>();
      paths.add(candidates.get(claim.claimantType).get(claim.claimantId).divisionPath());
      paths.addAll(
          communities
              .getOrDefault(claim.claimantType, Map.of())
              .getOrDefault(claim.claimantId, Set.of()));
      Instant lapsed = lapses.get(new Claims.Lapse(wish.id, holder));
      return new Claimant(
          claim.claimantType,
          paths,
          live.contains(claim.liveKey()),
          lapsed != null && lapsed.isAfter(at.minus(config.lapseBar())),
          counts.getOrDefault(holder, 0) >= cap(claim.claimantType));
    }

    private int cap(ClaimantType type) {
      return switch (type) {
        case MEMBER -> config.memberClaims();
        case ORGANISATION -> config.organisationClaims();
      };
    }

    /** Lets later orders of the batch find the claim. */
    void accepted(Claim claim) {
      live.add(claim.liveKey());
      counts.merge(new Claims.Holder(claim.claimantType, claim.claimantId), 1, Integer::sum);
    }

    /**
     * Asks again for the counts of those who had none to lock before: another instance may have
     * begun one.
     */
    Map<Claims.Holder, Integer> recount(RoundTrip trip, Set<Claims.Holder> counted) {
      Set<Claims.Holder> first = new HashSet<>(counted);
      first.retainAll(uncounted);
      return claims.lockCounts(trip, first);
    }

    /**
     * Looks at them.
     *
     * @throws IllegalStateException when somebody has come above its cap so
     */
    void requireWithinCap(Map<Claims.Holder, Integer> recounted) {
      recounted.forEach(
          (holder, count) -> {
            if (count > cap(holder.type())) {
              throw new IllegalStateException("a first claim met another");
            }
          });
    }
  }
}
