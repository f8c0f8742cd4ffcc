package org.microwish.group;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.platform.Id;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;

/**
 * Erases, exports and puts under legal hold the data of groups that is stored outside the vault:
 * name, purpose and services, which may mention people.
 */
@ApplicationScoped
class GroupSubject implements SubjectStore {

  private final EntityManager entities;
  private final GroupQueries queries;
  private final Moderation moderation;

  GroupSubject(EntityManager entities, GroupQueries queries, Moderation moderation) {
    this.entities = entities;
    this.queries = queries;
    this.moderation = moderation;
  }

  @Override
  public SubjectType type() {
    return SubjectType.GROUP;
  }

  @Override
  public Optional<LockedSubject> lock(long id) {
    if (queries.lockedState(id).isEmpty()) {
      return Optional.empty();
    }
    Group group = entities.find(Group.class, id);
    entities.refresh(group);
    return Optional.of(
        new LockedSubject(
            Id.text(id),
            null,
            group.divisionPath,
            group.hostId,
            group.held,
            group.erasedAt,
            group.state == GroupState.DISBANDED
                ? Map.of()
                : Map.of("groups", List.of(Id.text(id)))));
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return queries.proposedBy(account, after, limit);
  }

  @Override
  public void erase(long id, Instant at) {
    Group group = entities.find(Group.class, id);
    group.erasedAt = group.erasedAt == null ? at : group.erasedAt;
    group.name = null;
    group.purpose = null;
    group.fields = "";
    group.leaderId = null;
    if (group.state != GroupState.DISBANDED) {
      // After a backup was restored, the group may be stored as not yet disbanded. Disband it here,
      // because nobody can disband an erased group.
      queries.endAll(id, MembershipState.LIVE, MembershipState.LEFT, at);
      group.state = GroupState.DISBANDED;
      group.members = 0;
      group.endedAt = at;
    }
    moderation.forget(group);
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    entities.find(Group.class, id).held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    return queries.endedBefore(now.minus(keep), limit);
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Group group = entities.find(Group.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    json.writeStringField("state", group.state.name());
    json.writeStringField("kind", group.kind.name());
    for (String field : group.words()) {
      if (values.get(field) != null) {
        json.writeStringField(field, values.get(field));
      }
    }
    json.writeEndObject();
  }
}
