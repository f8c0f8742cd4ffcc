package org.microwish.demand;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.demand.lifecycle.DemandState;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.platform.Id;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;

/**
 * Erases, exports and puts under legal hold the data of demands that is stored outside the vault.
 */
@ApplicationScoped
class DemandSubject implements SubjectStore {

  private final EntityManager entities;
  private final DemandQueries queries;
  private final ExternalReferences references;
  private final Moderation moderation;

  DemandSubject(
      EntityManager entities,
      DemandQueries queries,
      ExternalReferences references,
      Moderation moderation) {
    this.entities = entities;
    this.queries = queries;
    this.references = references;
    this.moderation = moderation;
  }

  @Override
  public SubjectType type() {
    return SubjectType.DEMAND;
  }

  @Override
  public Optional<LockedSubject> lock(long id) {
    if (queries.lockedState(id).isEmpty()) {
      return Optional.empty();
    }
    Demand demand = entities.find(Demand.class, id);
    entities.refresh(demand);
    return Optional.of(
        new LockedSubject(
            Id.text(id),
            demand.asker,
            demand.divisionPath,
            null,
            demand.held,
            demand.erasedAt,
            demand.state.hasEnded() ? Map.of() : Map.of("demands", List.of(Id.text(id)))));
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return queries.ofAccount(account, after, limit);
  }

  @Override
  public void erase(long id, Instant at) {
    Demand demand = entities.find(Demand.class, id);
    demand.erasedAt = demand.erasedAt == null ? at : demand.erasedAt;
    demand.asker = null;
    demand.publicTitle = null;
    demand.publicSummary = null;
    demand.publicAnswer = null;
    demand.contentDigest = null;
    if (!demand.state.hasEnded()) {
      // After a backup was restored, the demand may be stored as still open. Nobody can end an
      // erased demand.
      demand.state = DemandState.WITHDRAWN;
      demand.handler = null;
      demand.endedAt = at;
    }
    references.remove(AggregateType.DEMAND, id);
    moderation.forget(demand);
    queries.deleteSupports(id);
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    entities.find(Demand.class, id).held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    return queries.endedBefore(now.minus(keep), limit);
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Demand demand = entities.find(Demand.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    json.writeStringField("state", demand.state.name());
    json.writeStringField("kind", demand.kind.name());
    json.writeStringField("category", demand.category.name());
    for (Map.Entry<String, String> value : values.entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }
}
