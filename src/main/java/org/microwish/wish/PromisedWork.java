package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.microwish.party.LiveClaims;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;

/** Tells the party who still has promised work to do, so that nobody leaves it behind. */
@ApplicationScoped
class PromisedWork implements LiveClaims {

  private static final Set<ClaimState> LIVE = EnumSet.of(ClaimState.PENDING, ClaimState.ACTIVE);

  private final EntityManager entities;

  PromisedWork(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public long countLiveClaims(PartyType type, long id) {
    ClaimantType claimant =
        switch (type) {
          case ORGANISATION -> ClaimantType.ORGANISATION;
          case MEMBER -> ClaimantType.MEMBER;
        };
    Set<Long> claims =
        new HashSet<>(
            entities
                .createQuery(
                    "select id from Claim"
                        + " where claimantType = ?1 and claimantId = ?2 and state in ?3",
                    Long.class)
                .setParameter(1, claimant)
                .setParameter(2, id)
                .setParameter(3, LIVE)
                .getResultList());
    if (type == PartyType.MEMBER) {
      claims.addAll(
          entities
              .createQuery(
                  "select c.id from ClaimParticipant p join Claim c on c.id = p.key.claimId"
                      + " where p.key.memberId = ?1 and c.state in ?2",
                  Long.class)
              .setParameter(1, id)
              .setParameter(2, LIVE)
              .getResultList());
    }
    return claims.size();
  }
}
