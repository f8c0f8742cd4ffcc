package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.microwish.party.LiveUses;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * Counts the live claims of a member or an organisation. A member with live claims cannot leave,
 * and an organisation with live claims cannot be dissolved.
 */
@ApplicationScoped
class LiveClaims implements LiveUses {

  private final SubjectQueries queries;

  LiveClaims(SubjectQueries queries) {
    this.queries = queries;
  }

  @Override
  public Map<String, Long> liveUses(PartyType type, long id) {
    return Map.of(CLAIMS, (long) claims(type, id).size());
  }

  private Set<Long> claims(PartyType type, long id) {
    return switch (type) {
      case ORGANISATION -> Set.copyOf(queries.live(ClaimantType.ORGANISATION.name(), id));
      case MEMBER -> {
        Set<Long> claims = new HashSet<>(queries.live(ClaimantType.MEMBER.name(), id));
        claims.addAll(queries.liveOfParticipant(id));
        yield claims;
      }
    };
  }
}
