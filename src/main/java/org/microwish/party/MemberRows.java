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
import org.microwish.privacy.SubjectRows;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;

/** What is kept of a member outside the vault. */
@ApplicationScoped
class MemberRows implements SubjectRows {

  private final EntityManager entities;
  private final Instance<LiveClaims> liveClaims;
  private final Instance<MemberWork> work;
  private final Members members;
  private final Organisations organisations;
  private final Vault vault;

  MemberRows(
      EntityManager entities,
      Instance<LiveClaims> liveClaims,
      Instance<MemberWork> work,
      Members members,
      Organisations organisations,
      Vault vault) {
    this.entities = entities;
    this.liveClaims = liveClaims;
    this.work = work;
    this.members = members;
    this.organisations = organisations;
    this.vault = vault;
  }

  @Override
  public SubjectType type() {
    return SubjectType.MEMBER;
  }

  @Override
  public Optional<Standing> lock(long id) {
    if (entities
        .createNativeQuery("SELECT id FROM member WHERE id = ?1 FOR UPDATE")
        .setParameter(1, id)
        .getResultList()
        .isEmpty()) {
      return Optional.empty();
    }
    Member row = entities.find(Member.class, id);
    entities.refresh(row);
    Map<String, Object> open = new LinkedHashMap<>();
    if (row.erasedAt == null) {
      long claims =
          liveClaims.stream()
              .mapToLong(claimed -> claimed.countLiveClaims(PartyType.MEMBER, id))
              .sum();
      long checkIns =
          entities
              .createQuery(
                  "select count(*) from CheckIn where subjectType = ?1 and subjectId = ?2"
                      + " and liveKey is not null",
                  Long.class)
              .setParameter(1, PartyType.MEMBER)
              .setParameter(2, id)
              .getSingleResult();
      put(open, "claims", claims);
      put(open, "checkIns", checkIns);
      put(open, "members", row.state == MemberState.ACTIVE ? 1 : 0);
    }
    return Optional.of(
        new Standing(
            // One that is erased has no pseudonym, and must not be given another.
            row.erasedAt == null ? vault.memberPseudonym(id) : "",
            null,
            row.divisionPath,
            row.organisationId,
            row.held,
            row.erasedAt,
            open));
  }

  private static void put(Map<String, Object> open, String word, long count) {
    if (count > 0) {
      open.put(word, count);
    }
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return entities
        .createQuery("select id from Member where account = ?1 and id > ?2 order by id", Long.class)
        .setParameter(1, account)
        .setParameter(2, after)
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public void erase(long id, Instant at) {
    Member row = entities.find(Member.class, id);
    row.erasedAt = row.erasedAt == null ? at : row.erasedAt;
    row.showsName = false;
    row.account = null;
    row.divisionPath = DivisionCode.publicPath(row.divisionPath);
    for (String list : List.of("MemberSkill", "MemberServiceArea")) {
      entities
          .createQuery("delete from " + list + " where key.memberId = ?1")
          .setParameter(1, id)
          .executeUpdate();
    }
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    entities.find(Member.class, id).held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    return entities
        .createQuery(
            "select id from Member where erasedAt is null and held = false and state = ?1"
                + " and updatedAt <= ?2 order by id",
            Long.class)
        .setParameter(1, MemberState.LEFT)
        .setParameter(2, now.minus(keep))
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Member row = entities.find(Member.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    json.writeStringField("state", row.state.name());
    json.writeStringField("kind", row.kind.name());
    json.writeStringField("organisationId", Id.text(row.organisationId));
    json.writeStringField(
        "organisationName",
        organisations.names(List.of(row.organisationId)).get(row.organisationId));
    json.writeStringField("division", DivisionCode.ofPath(row.divisionPath).text());
    json.writeBooleanField("showsName", row.showsName);
    json.writeStringField("createdAt", time(row.createdAt));
    json.writeObjectFieldStart("values");
    for (String field : List.of(MemberContact.NAME, MemberContact.PHONE)) {
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
    for (CheckIn checkIn :
        entities
            .createQuery(
                "from CheckIn where subjectType = ?1 and subjectId = ?2 order by id", CheckIn.class)
            .setParameter(1, PartyType.MEMBER)
            .setParameter(2, id)
            .getResultList()) {
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
