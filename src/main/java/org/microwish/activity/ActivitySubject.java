package org.microwish.activity;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.platform.Id;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;
import org.microwish.station.SpaceSlots;

/**
 * Erases, exports and puts under legal hold the data of activities that is stored outside the
 * vault: title, text and places, which may mention people.
 */
@ApplicationScoped
class ActivitySubject implements SubjectStore {

  private final EntityManager entities;
  private final ActivityQueries queries;
  private final Moderation moderation;
  private final SpaceSlots slots;

  ActivitySubject(
      EntityManager entities, ActivityQueries queries, Moderation moderation, SpaceSlots slots) {
    this.entities = entities;
    this.queries = queries;
    this.moderation = moderation;
    this.slots = slots;
  }

  @Override
  public SubjectType type() {
    return SubjectType.ACTIVITY;
  }

  @Override
  public Optional<LockedSubject> lock(long id) {
    if (queries.lockedState(id).isEmpty()) {
      return Optional.empty();
    }
    Activity activity = entities.find(Activity.class, id);
    entities.refresh(activity);
    return Optional.of(
        new LockedSubject(
            Id.text(id),
            null,
            activity.divisionPath,
            activity.hostId,
            activity.held,
            activity.erasedAt,
            activity.endedAt != null ? Map.of() : Map.of("activities", List.of(Id.text(id)))));
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return queries.createdBy(account, after, limit);
  }

  @Override
  public void erase(long id, Instant at) {
    Activity activity = entities.find(Activity.class, id);
    activity.erasedAt = activity.erasedAt == null ? at : activity.erasedAt;
    activity.title = null;
    activity.text = null;
    queries.sessions(List.of(id)).forEach(session -> session.place = null);
    if (activity.endedAt == null) {
      // After a backup was restored, the activity may be stored as not yet ended. End it here,
      // because nobody can end an erased activity.
      slots.release(id);
      queries.endAll(id, EnrolmentState.OPEN, EnrolmentState.CANCELLED, at);
      activity.state = ActivityState.CANCELLED;
      activity.endedAt = at;
    }
    moderation.forget(activity);
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    entities.find(Activity.class, id).held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    return queries.endedBefore(now.minus(keep), limit);
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Activity activity = entities.find(Activity.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    json.writeStringField("state", activity.state.name());
    json.writeStringField("kind", activity.kind.name());
    for (String field : activity.words()) {
      if (values.get(field) != null) {
        json.writeStringField(field, values.get(field));
      }
    }
    json.writeEndObject();
  }
}
