package org.microwish.party;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;

/**
 * Erases and exports the data of members that are stored outside the vault, and marks members that
 * are under a legal hold.
 */
@ApplicationScoped
class MemberSubjects implements SubjectStore {

  private final EntityManager entities;
  private final MemberQueries queries;
  private final CheckInQueries checkIns;
  private final Instance<MemberWork> work;
  private final Members members;
  private final Organisations organisations;
  private final Pseudonyms pseudonyms;

  MemberSubjects(
      EntityManager entities,
      MemberQueries queries,
      CheckInQueries checkIns,
      Instance<MemberWork> work,
      Members members,
      Organisations organisations,
      Pseudonyms pseudonyms) {
    this.entities = entities;
    this.queries = queries;
    this.checkIns = checkIns;
    this.work = work;
    this.members = members;
    this.organisations = organisations;
    this.pseudonyms = pseudonyms;
  }

  @Override
  public SubjectType type() {
    return SubjectType.MEMBER;
  }

  @Override
  public Optional<LockedSubject> lock(long id) {
    if (members.lock(List.of(id)).isEmpty()) {
      return Optional.empty();
    }
    Member row = entities.find(Member.class, id);
    entities.refresh(row);
    Map<String, List<String>> open = new LinkedHashMap<>();
    if (row.erasedAt == null) {
      work.forEach(one -> one.unfinished(id).forEach((name, ids) -> put(open, name, ids)));
      put(open, "checkIns", checkIns.live(PartyType.MEMBER, id));
      put(open, "members", row.state == MemberState.ACTIVE ? List.of(id) : List.of());
    }
    return Optional.of(
        new LockedSubject(
            // An erased member has no pseudonym and must not get a new one.
            row.erasedAt == null ? pseudonyms.ofMember(id) : "",
            null,
            row.divisionPath,
            row.organisationId,
            row.held,
            row.erasedAt,
            open));
  }

  private static void put(Map<String, List<String>> open, String name, List<Long> ids) {
    if (!ids.isEmpty()) {
      open.put(name, ids.stream().map(id -> Id.text(id.longValue())).toList());
    }
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return queries.ofAccount(account, after, limit);
  }

  @Override
  public void erase(long id, Instant at) {
    Member row = entities.find(Member.class, id);
    row.erasedAt = row.erasedAt == null ? at : row.erasedAt;
    row.showsName = false;
    row.account = null;
    row.divisionPath = DivisionCode.publicPath(row.divisionPath);
    queries.deleteSkills(id);
    queries.deleteServiceAreas(id);
    work.forEach(one -> one.erase(id));
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    entities.find(Member.class, id).held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    return queries.unchangedSince(MemberState.LEFT, now.minus(keep), limit);
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Member row = entities.find(Member.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    json.writeStringField("state", row.state.name());
    json.writeStringField("kind", row.kind.name());
    if (row.organisationId != null) {
      json.writeStringField("organisationId", Id.text(row.organisationId));
      json.writeStringField(
          "organisationName",
          organisations.names(List.of(row.organisationId)).get(row.organisationId));
    }
    json.writeStringField("division", DivisionCode.ofPath(row.divisionPath).text());
    json.writeBooleanField("showsName", row.showsName);
    json.writeStringField("createdAt", time(row.createdAt));
    json.writeObjectFieldStart("values");
    for (String field :
        List.of(
            MemberContact.NAME,
            MemberContact.PHONE,
            MemberContact.CONSENT,
            MemberConsent.Purpose.NAME.field(),
            MemberConsent.Purpose.PHOTO.field())) {
      if (values.get(field) != null) {
        json.writeStringField(field, values.get(field));
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("skills");
    for (String skill : members.skills(List.of(id)).getOrDefault(id, List.of())) {
      json.writeString(skill);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("serviceAreas");
    for (String path : members.serviceAreas(List.of(id)).getOrDefault(id, List.of())) {
      json.writeString(DivisionCode.ofPath(path).text());
    }
    json.writeEndArray();
    json.writeArrayFieldStart("checkIns");
    for (CheckIn checkIn : checkIns.of(PartyType.MEMBER, id)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(checkIn.id));
      json.writeStringField("community", DivisionCode.ofPath(checkIn.divisionPath).text());
      json.writeStringField("checkedInAt", time(checkIn.checkedInAt));
      json.writeEndObject();
    }
    json.writeEndArray();
    for (MemberWork one : work) {
      one.export(json, id);
    }
    json.writeEndObject();
  }

  private static String time(Instant value) {
    return value.atZone(Time.ZONE).toOffsetDateTime().toString();
  }
}
