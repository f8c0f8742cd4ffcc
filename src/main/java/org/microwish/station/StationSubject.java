package org.microwish.station;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.platform.Id;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;
import org.microwish.station.lifecycle.StationState;

/**
 * Erases, exports and puts under legal hold the texts of stations that are stored outside the
 * vault: names, the address and lists, which may mention people.
 */
@ApplicationScoped
class StationSubject implements SubjectStore {

  private final EntityManager entities;
  private final StationQueries queries;
  private final Moderation moderation;

  StationSubject(EntityManager entities, StationQueries queries, Moderation moderation) {
    this.entities = entities;
    this.queries = queries;
    this.moderation = moderation;
  }

  @Override
  public SubjectType type() {
    return SubjectType.STATION;
  }

  @Override
  public Optional<LockedSubject> lock(long id) {
    if (queries.lockedState(id).isEmpty()) {
      return Optional.empty();
    }
    Station station = entities.find(Station.class, id);
    entities.refresh(station);
    return Optional.of(
        new LockedSubject(
            Id.text(id),
            null,
            station.divisionPath,
            null,
            station.held,
            station.erasedAt,
            station.state == StationState.CLOSED
                ? Map.of()
                : Map.of("stations", List.of(Id.text(id)))));
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return queries.plannedBy(account, after, limit);
  }

  @Override
  public void erase(long id, Instant at) {
    Station station = entities.find(Station.class, id);
    station.erasedAt = station.erasedAt == null ? at : station.erasedAt;
    station.name = null;
    station.location = null;
    station.serves = null;
    station.functions = "";
    station.equipment = "";
    if (station.state != StationState.CLOSED) {
      // After a backup was restored, the station may be stored as not yet closed. Close it here,
      // because nobody can close an erased station.
      station.state = StationState.CLOSED;
      station.endedAt = at;
    }
    queries.forgetNames(id);
    queries.forgetDuties(id);
    moderation.forget(station);
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    entities.find(Station.class, id).held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    return queries.endedBefore(now.minus(keep), limit);
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Station station = entities.find(Station.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    json.writeStringField("state", station.state.name());
    json.writeStringField("kind", station.kind.name());
    for (String field : station.words()) {
      if (values.get(field) != null) {
        json.writeStringField(field, values.get(field));
      }
    }
    json.writeEndObject();
  }
}
