package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.microwish.caller.Caller;
import org.microwish.party.Candidate;
import org.microwish.party.CheckIns;
import org.microwish.party.Member;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.party.PartyHistory;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.RoundTrip.Pending;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.Claim;
import org.microwish.wish.Claims;
import org.microwish.wish.Invitation;
import org.microwish.wish.Invitations;
import org.microwish.wish.Wish;
import org.microwish.wish.WishConfig;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimableFrom;
import org.microwish.wish.lifecycle.Claimant;
import org.microwish.wish.lifecycle.ClaimantType;

/** Reads the facts about claimants that the rules need, with bulk statements for a whole batch. */
@ApplicationScoped
class Claimants {

  private final EntityManager entities;
  private final Members members;
  private final Organisations organisations;
  private final PartyHistory history;
  private final CheckIns checkIns;
  private final Claims claims;
  private final WishConfig config;
  private final Invitations invitations;

  Claimants(
      EntityManager entities,
      Members members,
      Organisations organisations,
      PartyHistory history,
      CheckIns checkIns,
      Claims claims,
      WishConfig config,
      Invitations invitations) {
    this.invitations = invitations;
    this.history = history;
    this.entities = entities;
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.claims = claims;
    this.config = config;
  }

  /**
   * Adds statements to the caller's round trip that read the claimants and lock their counts of
   * live claims. After sending the round trip, callers must call {@link Facts#readOnWishes} to read
   * the remaining facts.
   */
  Facts read(RoundTrip trip, Collection<ClaimRequest> requests) {
    return new Facts(trip, requests);
  }

  /**
   * Adds statements to the caller's round trip that read which requests come from a claimant who
   * holds, or takes part in, a live claim on the same wish. Takes no locks.
   *
   * @return the test, for use after the round trip was sent
   */
  Predicate<ClaimRequest> holders(RoundTrip trip, Collection<ClaimRequest> requests) {
    Map<ClaimRequest, String> keys = new HashMap<>();
    Set<Long> people = new HashSet<>();
    for (ClaimRequest request : requests) {
      Long id = request.claimantId();
      if (id != null) {
        keys.put(request, Facts.draft(request, id).key());
        if (request.claimantType() == ClaimantType.MEMBER) {
          people.add(id);
        }
      }
    }
    Pending<Set<String>> live = claims.liveAmong(trip, Set.copyOf(keys.values()));
    Pending<Set<Claims.Place>> taken = claims.places(trip, people);
    return request -> {
      String key = keys.get(request);
      return key != null
          && (live.get().contains(key)
              || (request.claimantType() == ClaimantType.MEMBER
                  && taken.get().contains(new Claims.Place(request.wishId, request.claimantId()))));
    };
  }

  /** The facts about the claimants of one batch, updated with each claim that the batch accepts. */
  final class Facts {
    private final Map<ClaimantType, Pending<Map<Long, Candidate>>> candidates =
        new EnumMap<>(ClaimantType.class);
    private final Map<ClaimantType, Map<Long, Set<String>>> communities =
        new EnumMap<>(ClaimantType.class);
    private final Map<ClaimantType, Set<Long>> ids = new EnumMap<>(ClaimantType.class);
    private final Pending<Map<Claims.Holder, Integer>> counts;

    /**
     * Claimants whose count of live claims has no row to lock yet, because they never had a claim.
     */
    private final Set<Claims.Holder> uncounted = new HashSet<>();

    private Set<String> live = Set.of();
    private Map<String, Invitation> invited = new HashMap<>();
    private Map<Long, List<Invitation>> runOut = new HashMap<>();
    private Map<Claims.Lapse, Instant> barred = Map.of();

    /**
     * Pairs of a wish and a member who takes part in a live claim on the wish, for the claiming and
     * the named members of the batch; includes claims that this batch has accepted.
     */
    private Set<Claims.Place> places = new HashSet<>();

    private Facts(RoundTrip trip, Collection<ClaimRequest> requests) {
      for (ClaimantType type : ClaimantType.values()) {
        ids.put(type, new HashSet<>());
      }
      Set<Claims.Holder> holders = new HashSet<>();
      for (ClaimRequest request : requests) {
        Long id = request.claimantId();
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
     * Reads the facts that depend on the wishes. The wishes must be locked.
     *
     * @param wishes the existing wishes by id
     */
    void readOnWishes(Collection<ClaimRequest> requests, Map<Long, Wish> wishes, Instant now) {
      uncounted.removeAll(counts.get().keySet());
      // Reads nothing for wishes that were never claimed: they have no live claims and no lapses.
      // Under load, most wishes are of this kind.
      Set<Long> claimed = new HashSet<>();
      wishes.values().stream()
          .filter(wish -> wish.firstClaimedAt != null)
          .forEach(wish -> claimed.add(wish.id));
      Set<String> keys = new HashSet<>();
      Set<String> invitedKeys = new HashSet<>();
      Set<Long> inviting = new HashSet<>();
      Set<Long> people = new HashSet<>();
      for (ClaimRequest request : requests) {
        Long id = request.claimantId();
        Wish wish = wishes.get(request.wishId);
        if (id != null && wish != null && wish.liveInvitations > 0) {
          invitedKeys.add(draft(request, id).key());
          inviting.add(wish.id);
        }
        if (id != null && claimed.contains(request.wishId)) {
          keys.add(draft(request, id).key());
          people.addAll(request.participants);
          if (request.claimantType() == ClaimantType.MEMBER) {
            people.add(id);
          }
        }
      }
      RoundTrip trip = new RoundTrip();
      Pending<Set<String>> liveKeys = claims.liveAmong(trip, keys);
      Pending<Map<String, Invitation>> own = invitations.live(trip, invitedKeys);
      Pending<Map<Long, List<Invitation>>> over = invitations.runOut(trip, inviting, now);
      Pending<Map<Claims.Lapse, Instant>> ended = claims.barred(trip, claimed);
      Pending<Set<Claims.Place>> taken = claims.places(trip, people);
      trip.send(entities);
      live = liveKeys.get();
      invited = own.get();
      runOut = over.get();
      runOut.values().stream().flatMap(List::stream).forEach(one -> invited.remove(one.liveKey));
      barred = ended.get();
      places = taken.get();
      if (wishes.values().stream().anyMatch(wish -> wish.claimableFrom != ClaimableFrom.ANYWHERE)) {
        communities.put(
            ClaimantType.MEMBER,
            checkIns.communitiesOf(PartyType.MEMBER, ids.get(ClaimantType.MEMBER)));
        communities.put(
            ClaimantType.ORGANISATION,
            checkIns.communitiesOf(PartyType.ORGANISATION, ids.get(ClaimantType.ORGANISATION)));
      }
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

    /**
     * Creates the requested claim in memory, without an id. Callers must apply the rules and store
     * the claim.
     *
     * @throws org.microwish.problem.ProblemException FORBIDDEN when the claimant is unknown or
     *     inactive; for a late record VALIDATION_FAILED when the claimant was unknown or inactive
     *     at the time of the event
     */
    Claim claimOf(ClaimRequest request) {
      Long id = request.claimantId();
      Candidate candidate = id == null ? null : candidate(request, id);
      if (candidate == null || !candidate.active()) {
        throw request.isLate()
            ? ProblemException.invalid(
                "/onBehalfOf/id", candidate == null ? FieldFault.NOT_FOUND : FieldFault.NOT_ALLOWED)
            : Caller.forbidden();
      }
      Claim claim = draft(request, id);
      if (request.isLate()) {
        // The claim was made by the claimant, not by the operator who records it late.
        claim.claimedBy = members.find(id).map((Member found) -> found.account).orElse(Id.text(id));
      }
      claim.organisationId = candidate.organisationId();
      return claim;
    }

    /**
     * Returns the claimant, for a late record as it was on the day of the claim; null if unknown.
     */
    private Candidate candidate(ClaimRequest request, long id) {
      ClaimantType type = request.claimantType();
      Candidate now = candidates.get(type).get().get(id);
      if (!request.isLate() || now == null) {
        return now;
      }
      Set<Long> one = Set.of(id);
      return (type == ClaimantType.MEMBER
              ? history.members(one, request.occurredAt)
              : history.organisations(one, request.occurredAt))
          .get(id);
    }

    private Set<String> communities(ClaimRequest request, long id) {
      ClaimantType type = request.claimantType();
      return request.isLate()
          ? history.communities(PartyType.valueOf(type.name()), id, request.occurredAt)
          : communities.getOrDefault(type, Map.of()).getOrDefault(id, Set.of());
    }

    /**
     * Returns the claimant's facts for the rules, including claims accepted earlier in the batch.
     */
    Claimant claimant(ClaimRequest request, Claim claim, Wish wish, Instant at) {
      Claims.Holder holder = new Claims.Holder(claim.claimantType, claim.claimantId);
      Set<String> paths = new HashSet<>();
      paths.add(candidate(request, claim.claimantId).divisionPath());
      paths.addAll(communities(request, claim.claimantId));
      Instant barredUntil = barred.get(new Claims.Lapse(wish.id, holder));
      return new Claimant(
          claim.claimantType,
          paths,
          live.contains(claim.key())
              || (claim.claimantType == ClaimantType.MEMBER
                  && takesPlace(wish.id, claim.claimantId)),
          barredUntil != null && barredUntil.isAfter(at),
          counts.get().getOrDefault(holder, 0) >= cap(claim.claimantType));
    }

    private int cap(ClaimantType type) {
      return switch (type) {
        case MEMBER -> config.memberClaims();
        case ORGANISATION -> config.organisationClaims();
      };
    }

    /** Returns the claimant's invitation to the wish; null if there is none, or it has run out. */
    Invitation invitation(Claim claim) {
      return invited.get(claim.key());
    }

    /** Returns the live invitations to the wish that have run out. */
    List<Invitation> runOut(Wish wish) {
      return runOut.getOrDefault(wish.id, List.of());
    }

    /**
     * Returns true if the member is a participant of a live (PENDING or ACTIVE) claim on the wish.
     */
    boolean takesPlace(long wishId, long memberId) {
      return places.contains(new Claims.Place(wishId, memberId));
    }

    /**
     * Adds an accepted claim to the facts, so that later claims of the batch are decided correctly.
     */
    void accepted(Claim claim, Collection<Long> memberIds) {
      memberIds.forEach(memberId -> places.add(new Claims.Place(claim.wishId, memberId)));
      live.add(claim.key());
      // The claim ends its claimant's invitation and those that have run out.
      invited.remove(claim.key());
      runOut.remove(claim.wishId);
      counts.get().merge(new Claims.Holder(claim.claimantType, claim.claimantId), 1, Integer::sum);
    }

    /**
     * Locks and reads the counts of those claimants that had no row to lock before; another
     * instance may have created the row and counted claims meanwhile.
     */
    Pending<Map<Claims.Holder, Integer>> recount(RoundTrip trip, Set<Claims.Holder> counted) {
      Set<Claims.Holder> first = new HashSet<>(counted);
      first.retainAll(uncounted);
      return claims.lockCounts(trip, first);
    }

    /**
     * Checks the counts of live claims against the limits.
     *
     * @throws ConcurrentChangeException when a claimant holds more live claims than allowed
     */
    void requireWithinCap(Map<Claims.Holder, Integer> recounted) {
      recounted.forEach(
          (holder, count) -> {
            if (count > cap(holder.type())) {
              throw new ConcurrentChangeException();
            }
          });
    }
  }
}
