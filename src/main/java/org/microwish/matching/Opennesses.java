package org.microwish.matching;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.Member;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberWork;
import org.microwish.party.Members;
import org.microwish.party.Organisation;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.party.RecordedVersion;
import org.microwish.platform.Time;
import org.microwish.platform.http.IfMatch;
import org.microwish.problem.FieldError;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;
import org.microwish.wish.Claims;
import org.microwish.wish.InvitationWillingness;
import org.microwish.wish.Wish;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.money.Money;

/** Reads and changes what members and organisations are open to, in the caller's transaction. */
@ApplicationScoped
public class Opennesses implements MemberWork, InvitationWillingness {

  /** The vault field with the new values; the leaf of a change contains a commitment to it. */
  private static final String FIELD = "openness";

  private static final int LONGEST_PAUSE = 366;

  private final EntityManager entities;
  private final Members members;
  private final MemberCommands memberCommands;
  private final Organisations organisations;
  private final Profiles profiles;
  private final ObjectMapper json;
  private final Time time;

  Opennesses(
      EntityManager entities,
      Members members,
      MemberCommands memberCommands,
      Organisations organisations,
      Profiles profiles,
      ObjectMapper json,
      Time time) {
    this.entities = entities;
    this.members = members;
    this.memberCommands = memberCommands;
    this.organisations = organisations;
    this.profiles = profiles;
    this.json = json;
    this.time = time;
  }

  /** Returns the kinds of message that a member or an organisation does not want. */
  public Set<MessageKind> unwanted(PartyType type, long id) {
    StoredOpenness row = find(type, id);
    return row == null ? Set.of() : row.unwantedKinds();
  }

  OpennessView ofMember(Caller caller, long id) {
    Member row = members.visible(caller, id);
    return OpennessView.of(find(PartyType.MEMBER, id), row.version);
  }

  OpennessView ofOrganisation(Caller caller, long id) {
    if (caller.role() == Role.STEWARD && caller.requireOrganisation() != id) {
      throw Caller.forbidden();
    }
    Organisation row = organisations.find(id).orElseThrow(ProblemType.NOT_FOUND::exception);
    return OpennessView.of(find(PartyType.ORGANISATION, id), row.version);
  }

  RecordedVersion changeMember(Caller caller, long id, IfMatch version, OpennessDraft draft) {
    RecordedVersion recorded = memberCommands.changeOwn(caller, id, version, values(draft));
    write(PartyType.MEMBER, id, draft);
    return recorded;
  }

  RecordedVersion changeOrganisation(Caller caller, long id, IfMatch version, OpennessDraft draft) {
    RecordedVersion recorded = organisations.changeOwn(caller, id, version, values(draft));
    write(PartyType.ORGANISATION, id, draft);
    return recorded;
  }

  private Map<String, String> values(OpennessDraft draft) {
    LocalDate until = draft.pausedUntil();
    if (until != null && until.isAfter(time.today().plusDays(LONGEST_PAUSE))) {
      throw ProblemException.invalid(
          FieldError.body("/pausedUntil", FieldFault.OUT_OF_RANGE)
              .with("max", time.today().plusDays(LONGEST_PAUSE)));
    }
    try {
      return Map.of(FIELD, json.writeValueAsString(draft));
    } catch (JsonProcessingException notWritable) {
      throw new IllegalStateException(notWritable);
    }
  }

  private StoredOpenness find(PartyType type, long id) {
    return entities.find(StoredOpenness.class, new StoredOpenness.Key(type, id));
  }

  private void write(PartyType type, long id, OpennessDraft draft) {
    StoredOpenness row = find(type, id);
    boolean fresh = row == null;
    if (fresh) {
      row = new StoredOpenness();
      row.key = new StoredOpenness.Key(type, id);
    }
    row.categories = StoredOpenness.write(draft.categories());
    row.placesPerMonth = draft.placesPerMonth();
    row.amount = draft.amount() == null ? null : draft.amount().yuan();
    row.pausedUntil = draft.pausedUntil();
    row.unwanted = StoredOpenness.write(draft.unwantedMessages());
    if (fresh) {
      entities.persist(row);
    }
  }

  @Override
  public boolean admits(Claims.Holder claimant, Wish wish) {
    StoredOpenness row = find(PartyType.valueOf(claimant.type().name()), claimant.id());
    return row == null
        || (row.openness().open((int) time.today().toEpochDay())
            && row.openness().admits(Profiles.facts(wish))
            && (row.placesPerMonth == null
                || profiles.read(claimant.type(), List.of(claimant.id()), time.now()).stream()
                    .allMatch(one -> one.profile().thisMonth() < row.placesPerMonth))
            && !row.unwantedKinds().contains(MessageKind.INVITATION));
  }

  @Override
  public void export(JsonGenerator json, long memberId) throws IOException {
    StoredOpenness row = find(PartyType.MEMBER, memberId);
    if (row == null) {
      return;
    }
    json.writeObjectFieldStart("openTo");
    json.writeArrayFieldStart("categories");
    for (Category category : row.categories()) {
      json.writeString(category.name());
    }
    json.writeEndArray();
    if (row.placesPerMonth != null) {
      json.writeNumberField("placesPerMonth", row.placesPerMonth);
    }
    if (row.amount != null) {
      json.writeStringField("amount", Money.of(row.amount).toString());
    }
    if (row.pausedUntil != null) {
      json.writeStringField("pausedUntil", row.pausedUntil.toString());
    }
    json.writeArrayFieldStart("unwantedMessages");
    for (MessageKind kind : row.unwantedKinds()) {
      json.writeString(kind.name());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public void erase(long memberId) {
    StoredOpenness row = find(PartyType.MEMBER, memberId);
    if (row != null) {
      entities.remove(row);
    }
  }
}
