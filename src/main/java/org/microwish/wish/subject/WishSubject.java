package org.microwish.wish.subject;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.attachment.Attachments;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.lifecycle.attachment.Evidence;
import org.microwish.lifecycle.attachment.Note;
import org.microwish.lifecycle.moderation.Moderation;
import org.microwish.lifecycle.reference.ExternalReferences;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.Masking;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;
import org.microwish.wish.SearchWords;
import org.microwish.wish.Wish;
import org.microwish.wish.WishHidings;
import org.microwish.wish.WishReads;
import org.microwish.wish.lifecycle.WishState;

/**
 * Gives access to a wish's rows outside the vault: locks, erases and exports them, and sets or ends
 * the legal hold. The export also contains the wish's values from the vault.
 */
@ApplicationScoped
public class WishSubject implements SubjectStore {

  /** The value that replaces the resident's account in rows that remain after an erasure. */
  static final String NOBODY = "erased";

  /**
   * States in which nobody works on the wish any more, so that the person may request its erasure.
   */
  private static final Set<WishState> CLOSED =
      EnumSet.of(
          WishState.FULFILLED,
          WishState.ARCHIVED,
          WishState.REJECTED,
          WishState.REFERRED,
          WishState.WITHDRAWN);

  /**
   * States in which a wish can be erased at once: the closed ones, and DRAFT, in which the wish was
   * not submitted yet.
   */
  private static final Set<WishState> ERASABLE = EnumSet.of(WishState.DRAFT);

  static {
    ERASABLE.addAll(CLOSED);
  }

  /**
   * States in which a wish counts as abandoned if it has not changed for long: the state is not
   * final, and nobody works on the wish.
   */
  private static final Set<WishState> GIVEN_UP =
      EnumSet.of(WishState.DRAFT, WishState.RETURNED, WishState.EXPIRED);

  private final EntityManager entities;
  private final SubjectQueries queries;
  private final Attachments attachments;
  private final Moderation moderation;
  private final SearchWords words;
  private final ExternalReferences references;
  private final WishHidings hidings;

  WishSubject(
      EntityManager entities,
      SubjectQueries queries,
      Attachments attachments,
      Moderation moderation,
      SearchWords words,
      ExternalReferences references,
      WishHidings hidings) {
    this.entities = entities;
    this.queries = queries;
    this.attachments = attachments;
    this.moderation = moderation;
    this.words = words;
    this.references = references;
    this.hidings = hidings;
  }

  @Override
  public SubjectType type() {
    return SubjectType.WISH;
  }

  @Override
  public Optional<LockedSubject> lock(long id) {
    // Uses native SQL, because one of the supported databases rejects FOR UPDATE OF, which
    // Hibernate generates.
    if (queries.lock(id).isEmpty()) {
      return Optional.empty();
    }
    Wish wish = entities.find(Wish.class, id);
    // Reads the row again: the session may contain a state from before the change for which this
    // lock waited.
    entities.refresh(wish);
    return Optional.of(
        new LockedSubject(
            Id.text(id),
            wish.resident,
            wish.divisionPath,
            null,
            wish.held,
            wish.erasedAt,
            ERASABLE.contains(wish.state) ? Map.of() : Map.of("wishes", List.of(Id.text(id)))));
  }

  @Override
  public List<Long> ofAccount(String account, long after, int limit) {
    return queries.ofResident(account, after, limit);
  }

  @Override
  public void erase(long id, Instant at) {
    Wish wish = entities.find(Wish.class, id);
    String resident = wish.resident;
    wish.erasedAt = wish.erasedAt == null ? at : wish.erasedAt;
    hidings.add(wish);
    wish.offWall = true;
    words.remove(wish);
    references.remove(AggregateType.WISH, id);
    wish.publicTitle = null;
    wish.publicSummary = null;
    wish.thanks = null;
    wish.thanksAllowed = false;
    wish.neededSkill = null;
    wish.referredTo = null;
    wish.resident = null;
    // Keeps only the community: a building has few households and could identify the person.
    wish.divisionPath = DivisionCode.publicPath(wish.divisionPath);
    wish.sensitivity = null;
    attachments.deleteConsents(AggregateType.WISH, id);
    if (resident != null) {
      wish.createdBy = resident.equals(wish.createdBy) ? NOBODY : wish.createdBy;
      wish.confirmedBy = resident.equals(wish.confirmedBy) ? NOBODY : wish.confirmedBy;
      attachments.forgetAuthor(AggregateType.WISH, id, resident, NOBODY);
      attachments.forgetUploader(AggregateType.WISH, id, resident, NOBODY);
      attachments.forgetRater(AggregateType.WISH, id, resident, NOBODY);
    }
    // The texts and images are erased, so the moderation findings about them are obsolete.
    moderation.forget(wish);
    entities.flush();
  }

  @Override
  public void hold(long id, boolean held) {
    Wish wish = entities.find(Wish.class, id);
    if (held) {
      hidings.add(wish);
    }
    wish.held = held;
    entities.flush();
  }

  @Override
  public List<Long> due(Instant now, Duration keep, int limit) {
    Set<Long> due = new LinkedHashSet<>(queries.withoutConsent(limit));
    due.addAll(queries.endedBefore(now.minus(keep), limit));
    due.addAll(queries.givenUpBefore(now.minus(keep), limit));
    return due.stream().limit(limit).toList();
  }

  @Override
  public boolean mayRetire(LockedSubject locked, long id, Instant untouchedSince) {
    Wish wish = entities.find(Wish.class, id);
    return GIVEN_UP.contains(wish.state)
        ? !wish.updatedAt.isAfter(untouchedSince)
        : CLOSED.contains(wish.state);
  }

  @Override
  public Optional<Instant> keptFrom(long id) {
    Wish wish = entities.find(Wish.class, id);
    if (wish.consent != Consent.State.WITHDRAWN || !CLOSED.contains(wish.state)) {
      return Optional.empty();
    }
    // A fulfilled wish ends when it is archived, at the end of its notice.
    return Optional.ofNullable(wish.state == WishState.FULFILLED ? wish.noticeUntil : wish.endedAt);
  }

  @Override
  public void export(JsonGenerator json, long id, Map<String, String> values) throws IOException {
    Wish wish = entities.find(Wish.class, id);
    json.writeStartObject();
    json.writeStringField("id", Id.text(id));
    text(json, "number", wish.number);
    text(json, "kind", wish.kind);
    text(json, "state", wish.state);
    text(json, "category", wish.category);
    text(json, "channel", wish.channel);
    text(json, "division", wish.divisionPath);
    text(json, "publicTitle", wish.publicTitle);
    text(json, "publicSummary", wish.publicSummary);
    text(json, "sensitivity", wish.sensitivity);
    text(json, "consent", wish.consent);
    text(json, "rating", wish.rating);
    time(json, "createdAt", wish.createdAt);
    time(json, "submittedAt", wish.submittedAt);
    time(json, "firstPublishedAt", wish.firstPublishedAt);
    time(json, "fulfilledAt", wish.fulfilledAt);
    time(json, "endedAt", wish.endedAt);
    json.writeObjectFieldStart("values");
    for (String field :
        List.of(
            "title",
            "details",
            "residentName",
            "contactName",
            "contactPhone",
            "address",
            "thanks",
            ExternalReferences.FIELD,
            WishReads.METADATA)) {
      text(json, field, values.get(field));
    }
    text(json, "remark", values.get("remark"));
    // The reporter is another person, so the name is masked.
    text(json, "reporter", Masking.name(values.get("reporter")));
    json.writeEndObject();
    json.writeArrayFieldStart("notes");
    for (Note note : attachments.notes(AggregateType.WISH, id)) {
      String words = values.get(Note.field(note.id));
      // The attendees of a meeting are other people's data.
      if (words != null && note.kind != Note.Kind.ATTENDEES) {
        json.writeStartObject();
        text(json, "kind", note.kind);
        time(json, "occurredAt", note.occurredAt);
        json.writeStringField("text", words);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("consents");
    for (Consent consent : attachments.consents(AggregateType.WISH, id)) {
      json.writeStartObject();
      text(json, "purpose", consent.purpose);
      text(json, "relation", consent.relation);
      text(json, "method", consent.method);
      text(json, "obtainedOn", consent.obtainedOn);
      text(json, "name", Masking.name(consent.name(values)));
      time(json, "withdrawnAt", consent.withdrawnAt);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("evidence");
    for (Evidence file : attachments.evidence(AggregateType.WISH, id)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(file.id));
      text(json, "kind", file.kind);
      text(json, "stage", file.stage);
      json.writeStringField("mediaType", file.type.mediaType());
      json.writeNumberField("bytes", file.sizeBytes);
      json.writeStringField("content", "/api/v1/evidence/" + Id.text(file.id) + "/content");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String field, Object value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value.toString());
    }
  }

  private static void time(JsonGenerator json, String field, Instant value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value.atZone(Time.ZONE).toOffsetDateTime().toString());
    }
  }
}
