package org.microwish.wish;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;

/** The claims of all wishes, and how many live ones each claimant holds. */
@ApplicationScoped
public class Claims implements PanacheRepositoryBase<Claim, Long> {

  /** The claims of a wish in these states, oldest first. */
  List<Claim> ofWish(long wishId, Set<ClaimState> states) {
    return list("wishId = ?1 and state in ?2 order by id", wishId, states);
  }

  /** All claims of a wish, oldest first. */
  public List<Claim> ofWish(long wishId) {
    return list("wishId = ?1 order by id", wishId);
  }

  boolean holdsLive(Claim claim) {
    return count("liveKey", claim.liveKey()) > 0;
  }

  /** Whether a claim lapsed that could have been worked on; one that only waited is no fault. */
  boolean lapsedSince(long wishId, ClaimantType type, long claimantId, Instant since) {
    return count(
            "wishId = ?1 and claimantType = ?2 and claimantId = ?3 and state = ?4 and endedAt > ?5"
                + " and activatedAt is not null",
            wishId,
            type,
            claimantId,
            ClaimState.LAPSED,
            since)
        > 0;
  }

  /** The members of a claim, in no order. */
  public List<Long> participants(long claimId) {
    return getEntityManager()
        .createQuery("select key.memberId from ClaimParticipant where key.claimId = ?1", Long.class)
        .setParameter(1, claimId)
        .getResultList();
  }

  /** The members of several claims, by claim. */
  public Map<Long, List<Long>> participants(Collection<Long> claimIds) {
    if (claimIds.isEmpty()) {
      return Map.of();
    }
    return getEntityManager()
        .createQuery("from ClaimParticipant where key.claimId in ?1", ClaimParticipant.class)
        .setParameter(1, claimIds)
        .getResultStream()
        .collect(
            Collectors.groupingBy(
                row -> row.key.claimId(),
                Collectors.mapping(row -> row.key.memberId(), Collectors.toList())));
  }

  boolean isParticipant(long claimId, long memberId) {
    return getEntityManager()
            .find(ClaimParticipant.class, new ClaimParticipant.Key(claimId, memberId))
        != null;
  }

  /**
   * Counts one live claim more for a claimant, if it may hold another.
   *
   * @return whether it may
   */
  boolean countUp(ClaimantType type, long claimantId, int cap) {
    if (countUpExisting(type, claimantId, cap)) {
      return true;
    }
    // The claimant's first claim: whoever comes second finds the row there and counts on it.
    getEntityManager()
        .createNativeQuery(
            "INSERT INTO claim_quota (claimant_type, claimant_id, live_claims) VALUES (?1, ?2, 0)"
                + " ON DUPLICATE KEY UPDATE live_claims = live_claims")
        .setParameter(1, type.name())
        .setParameter(2, claimantId)
        .executeUpdate();
    return countUpExisting(type, claimantId, cap);
  }

  /** Whether a claimant holds as many live claims as it may; a look, which decides nothing. */
  boolean isAtCap(ClaimantType type, long claimantId, int cap) {
    return !getEntityManager()
        .createNativeQuery(
            "SELECT 1 FROM claim_quota"
                + " WHERE claimant_type = ?1 AND claimant_id = ?2 AND live_claims >= ?3")
        .setParameter(1, type.name())
        .setParameter(2, claimantId)
        .setParameter(3, cap)
        .getResultList()
        .isEmpty();
  }

  private boolean countUpExisting(ClaimantType type, long claimantId, int cap) {
    return getEntityManager()
            .createNativeQuery(
                "UPDATE claim_quota SET live_claims = live_claims + 1"
                    + " WHERE claimant_type = ?1 AND claimant_id = ?2 AND live_claims < ?3")
            .setParameter(1, type.name())
            .setParameter(2, claimantId)
            .setParameter(3, cap)
            .executeUpdate()
        == 1;
  }

  /** Counts the live claims of these claimants down by one each; in one order for everybody. */
  void countDown(Collection<Claim> ended) {
    TreeMap<String, Claim> ordered = new TreeMap<>();
    ended.forEach(claim -> ordered.put(claim.claimantType + ":" + claim.claimantId, claim));
    for (Claim claim : ordered.values()) {
      getEntityManager()
          .createNativeQuery(
              "UPDATE claim_quota SET live_claims = live_claims - 1"
                  + " WHERE claimant_type = ?1 AND claimant_id = ?2")
          .setParameter(1, claim.claimantType.name())
          .setParameter(2, claim.claimantId)
          .executeUpdate();
    }
  }

  /** Lets these claimants hold their claims again, above the cap if need be: staff decided so. */
  void countUpAgain(Collection<Claim> resumed) {
    for (Claim claim : resumed) {
      countUp(claim.claimantType, claim.claimantId, Integer.MAX_VALUE);
    }
  }
}
