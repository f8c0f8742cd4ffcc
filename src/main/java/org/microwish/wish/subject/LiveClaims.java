package org.microwish.wish.subject;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.microwish.party.LiveUses;
import org.microwish.party.PartyType;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * Counts the live claims of a member or an organisation that are not delivered. A member with such
 * claims cannot leave, and an organisation with such claims cannot be dissolved. Delivered claims
 * do not count: they wait only for the resident's answer, and if the work must be done again, an
 * operator can hand the claim over.
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
      case ORGANISATION -> Set.copyOf(queries.undelivered(ClaimantType.ORGANISATION.name(), id));
      case MEMBER -> {
        Set<Long> claims = new HashSet<>(queries.undelivered(ClaimantType.MEMBER.name(), id));
        claims.addAll(queries.undeliveredOfParticipant(id));
        yield claims;
      }
    };
  }
}
