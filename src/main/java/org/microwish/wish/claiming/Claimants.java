package org.microwish.wish.claiming;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.microwish.identity.Caller;
import org.microwish.party.Candidate;
import org.microwish.party.CheckIns;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
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

  private final Members members;
  private final Organisations organisations;
  private final CheckIns checkIns;
  private final Claims claims;
  private final WishConfig config;

  Claimants(
      Members members,
      Organisations organisations,
      CheckIns checkIns,
      Claims claims,
      WishConfig config) {
    this.members = members;
    this.organisations = organisations;
    this.checkIns = checkIns;
    this.claims = claims;
    this.config = config;
  }

  /**
   * Reads, under the locks of the wishes, and takes those of the claimants' counts.
   *
   * @param wishes by id, as far as there are any
   */
  Facts load(Collection<ClaimOrder> orders, Map<Long, Wish> wishes, Instant now) {
    return new Facts(orders, wishes, now);
  }

  /** The facts of one batch; they follow what the batch accepts. */
  final class Facts {
    private final Map<Claims.Holder, Candidate> candidates = new HashMap<>();
    private final Map<ClaimantType, Map<Long, Set<String>>> communities = new HashMap<>();
    private final Set<String> live;
    private final Map<Claims.Lapse, Instant> lapses;
    private final Map<Claims.Holder, Integer> counts;
    private final Set<Claims.Holder> uncounted;

    private Facts(Collection<ClaimOrder> orders, Map<Long, Wish> wishes, Instant now) {
      Map<ClaimantType, Set<Long>> ids = new HashMap<>();
      for (ClaimantType type : ClaimantType.values()) {
        ids.put(type, new HashSet<>());
      }
      // A wish that was never claimed has neither live claims nor lapses: in a rush, most.
      Set<Long> claimed = new HashSet<>();
      wishes.values().stream()
          .filter(wish -> wish.firstClaimedAt != null)
          .forEach(wish -> claimed.add(wish.id));
      Set<String> keys = new HashSet<>();
      Set<Claims.Holder> holders = new HashSet<>();
      for (ClaimOrder order : orders) {
        Long id = claimantId(order);
        if (id != null) {
          ids.get(order.claimantType()).add(id);
          if (claimed.contains(order.wishId)) {
            keys.add(draft(order, id).liveKey());
          }
          holders.add(new Claims.Holder(order.claimantType(), id));
        }
      }
      members
          .candidates(ids.get(ClaimantType.MEMBER))
          .forEach((id, one) -> candidates.put(new Claims.Holder(ClaimantType.MEMBER, id), one));
      organisations
          .candidates(ids.get(ClaimantType.ORGANISATION))
          .forEach(
              (id, one) -> candidates.put(new Claims.Holder(ClaimantType.ORGANISATION, id), one));
      if (wishes.values().stream().anyMatch(wish -> wish.claimableFrom != ClaimableFrom.ANYWHERE)) {
        communities.put(
            ClaimantType.MEMBER,
            checkIns.communitiesOf(PartyType.MEMBER, ids.get(ClaimantType.MEMBER)));
        communities.put(
            ClaimantType.ORGANISATION,
            checkIns.communitiesOf(PartyType.ORGANISATION, ids.get(ClaimantType.ORGANISATION)));
      }
      live = claims.liveAmong(keys);
      lapses = claims.lapses(claimed, now.minus(config.lapseBar()));
      counts = claims.lockCounts(holders);
      uncounted = new HashSet<>(holders);
      uncounted.removeAll(counts.keySet());
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
      Candidate candidate = candidates.get(new Claims.Holder(claim.claimantType, claim.claimantId));
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
      paths.add(candidates.get(holder).divisionPath());
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
     * Looks again at who had no count to lock before: another instance may have begun one.
     *
     * @throws IllegalStateException when somebody has come above its cap so
     */
    void requireWithinCap(Set<Claims.Holder> counted) {
      Set<Claims.Holder> first = new HashSet<>(counted);
      first.retainAll(uncounted);
      claims
          .lockCounts(first)
          .forEach(
              (holder, count) -> {
                if (count > cap(holder.type())) {
                  throw new IllegalStateException("a first claim met another");
                }
              });
    }
  }
}
