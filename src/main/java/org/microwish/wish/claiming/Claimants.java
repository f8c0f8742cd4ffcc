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
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.Wish;
import org.microwish.wish.WishConfig;
import org.microwish.wish.WishDeadlines;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;

/** Reads what the rules ask about those who claim: for a whole batch, one statement a question. */
@ApplicationScoped
class Claimants {

  private final EntityManager entities;
  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final Claims claims;
  private final WishConfig config;
  private final WishDeadlines deadlines;

  Claimants(
      EntityManager entities,
      Members members,
      Organisations organisations,
      CheckIns checkIns,
      Claims claims,
      WishConfig config,
      WishDeadlines deadlines) {
    this.entities = entities;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.claims = claims;
    this.config = config;
    this.deadlines = deadlines;
  }

  /**
   * Reads who claims and locks the counts of their live claims, in a round trip of the caller's.
   * Once it has been sent, {@link Facts#readOnWishes} reads the rest.
   */
  Facts read(RoundTrip trip, Collection<ClaimRequest> requests) {
    return new Facts(trip, requests);
  }

  /** The facts of one batch. They change with each claim that the batch accepts. */
  final class Facts {
    private final Map<ClaimantType, Pending<Map<Long, Candidate>>> candidates =
        new EnumMap<>(ClaimantType.class);
    private final Map<ClaimantType, Map<Long, Set<String>>> communities =
        new EnumMap<>(ClaimantType.class);
    private final Map<ClaimantType, Set<Long>> ids = new EnumMap<>(ClaimantType.class);
    private final Pending<Map<Claims.Holder, Integer>> counts;

    /** Claimants that never held a claim and so have no count to lock. */
    private final Set<Claims.Holder> uncounted = new HashSet<>();

    private Set<String> live = Set.of();
    private Map<Claims.Lapse, Instant> lapses = Map.of();

    private Facts(RoundTrip trip, Collection<ClaimRequest> requests) {
      for (ClaimantType type : ClaimantType.values()) {
        ids.put(type, new HashSet<>());
      }
      Set<Claims.Holder> holders = new HashSet<>();
      for (ClaimRequest request : requests) {
        Long id = claimantId(request);
        if (id != null) {
          ids.get(request.claimantType()).add(id);
          holders.add(new Claims.Holder(request.claimantType(), id));
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
     * @param wishes by id, as far as they exist
     */
    void readOnWishes(Collection<ClaimRequest> requests, Map<Long, Wish> wishes) {
      uncounted.removeAll(counts.get().keySet());
      // A wish that was never claimed has neither live claims nor lapses: in a rush, most.
      Set<Long> claimed = new HashSet<>();
      wishes.values().stream()
          .filter(wish -> wish.firstClaimedAt != null)
          .forEach(wish -> claimed.add(wish.id));
      Set<String> keys = new HashSet<>();
      for (ClaimRequest request : requests) {
        Long id = claimantId(request);
        if (id != null && claimed.contains(request.wishId)) {
          keys.add(draft(request, id).key());
        }
      }
      RoundTrip trip = new RoundTrip();
      Pending<Set<String>> liveKeys = claims.liveAmong(trip, keys);
      Pending<Map<Claims.Lapse, Instant>> ended = claims.lapses(trip, claimed);
      trip.send(entities);
      live = liveKeys.get();
      lapses = ended.get();
      if (wishes.values().stream().anyMatch(wish -> wish.claimableFrom != ClaimableFrom.ANYWHERE)) {
        communities.put(
            ClaimantType.MEMBER,
            checkIns.communitiesOf(PartyType.MEMBER, ids.get(ClaimantType.MEMBER)));
        communities.put(
            ClaimantType.ORGANISATION,
            checkIns.communitiesOf(PartyType.ORGANISATION, ids.get(ClaimantType.ORGANISATION)));
      }
    }

    /** Null for a caller that is neither: its claim is refused when it is decided. */
    private static Long claimantId(ClaimRequest request) {
      return request.claimantType() == ClaimantType.MEMBER
          ? request.caller.memberId()
          : request.caller.organisationId();
    }

    private static Claim draft(ClaimRequest request, long claimantId) {
      Claim claim = new Claim();
      claim.wishId = request.wishId;
      claim.state = ClaimState.PENDING;
      claim.claimedBy = request.caller.account();
      claim.claimantType = request.claimantType();
      claim.claimantId = claimantId;
      claim.pledge = request.pledge.yuan();
      claim.pledgeForm = request.form;
      return claim;
    }

    /** The claim that is asked for, or FORBIDDEN to who may not claim at all. */
    Claim claimOf(ClaimRequest request) {
      Claim claim = draft(request, request.claimantId());
      Candidate candidate = candidates.get(claim.claimantType).get().get(claim.claimantId);
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
      paths.add(candidates.get(claim.claimantType).get().get(claim.claimantId).divisionPath());
      paths.addAll(
          communities
              .getOrDefault(claim.claimantType, Map.of())
              .getOrDefault(claim.claimantId, Set.of()));
      Instant lapsed = lapses.get(new Claims.Lapse(wish.id, holder));
      return new Claimant(
          claim.claimantType,
          paths,
          live.contains(claim.key()),
          lapsed != null && deadlines.barredUntil(lapsed).isAfter(at),
          counts.get().getOrDefault(holder, 0) >= cap(claim.claimantType));
    }

    private int cap(ClaimantType type) {
      return switch (type) {
        case MEMBER -> config.memberClaims();
        case ORGANISATION -> config.organisationClaims();
      };
    }

    /** Makes the claim known to the later ones of the batch. */
    void accepted(Claim claim) {
      live.add(claim.key());
      counts.get().merge(new Claims.Holder(claim.claimantType, claim.claimantId), 1, Integer::sum);
    }

    /**
     * Reads the counts of those who had none to lock before: another instance may have begun one.
     */
    Pending<Map<Claims.Holder, Integer>> recount(RoundTrip trip, Set<Claims.Holder> counted) {
      Set<Claims.Holder> first = new HashSet<>(counted);
      first.retainAll(uncounted);
      return claims.lockCounts(trip, first);
    }

    /**
     * Checks them.
     *
     * @throws OvertakenException when somebody holds more than it may
     */
    void requireWithinCap(Map<Claims.Holder, Integer> recounted) {
      recounted.forEach(
          (holder, count) -> {
            if (count > cap(holder.type())) {
              throw new OvertakenException();
            }
          });
    }
  }
}
