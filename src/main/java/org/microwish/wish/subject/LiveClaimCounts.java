package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.microwish.party.LiveClaims;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.ClaimantType;

/** Tells the party who still has promised work to do, so that nobody leaves it behind. */
@ApplicationScoped
class LiveClaimCounts implements LiveClaims {

  private final SubjectQueries queries;

  LiveClaimCounts(SubjectQueries queries) {
    this.queries = queries;
  }

  @Override
  public long countLiveClaims(PartyType type, long id) {
    return switch (type) {
      case ORGANISATION -> queries.live(ClaimantType.ORGANISATION.name(), id).size();
      case MEMBER -> {
        Set<Long> claims = new HashSet<>(queries.live(ClaimantType.MEMBER.name(), id));
        claims.addAll(queries.liveOfParticipant(id));
        yield claims.size();
      }
    };
  }
}
