package org.microwish.demand;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.microwish.party.LiveUses;
import org.microwish.party.PartyType;

/** Counts the open demands of a department, which cannot be dissolved while there are any. */
@ApplicationScoped
class DemandTies implements LiveUses {

  private final DemandQueries queries;

  DemandTies(DemandQueries queries) {
    this.queries = queries;
  }

  @Override
  public Map<String, Long> liveUses(PartyType type, long id) {
    return switch (type) {
      case MEMBER -> Map.of();
      case ORGANISATION -> Map.of("demands", queries.countAt(id));
    };
  }
}
