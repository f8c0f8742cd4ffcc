package org.microwish.rights;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.EventTime;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.party.DivisionCode;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.http.Page;
import org.microwish.platform.http.PageQuery;
import org.microwish.platform.sql.Listing;
import org.microwish.privacy.LockedSubject;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.SubjectStore;
import org.microwish.privacy.SubjectType;
import org.microwish.privacy.Vault;
import org.microwish.problem.ProblemType;

/**
 * Places and releases legal holds. While a statutory period or a dispute forbids erasing values,
 * every other use of the values is blocked, too (PIPL art. 47). Administrators place and release
 * holds, but the right to do so does not let them read the values; only an auditor of the division
 * may read them, for the court or authority that asked. The leaf shows that there is a hold, and
 * commits to the hold's subject and reason.
 */
@ApplicationScoped
public class Holds {

  private final EntityManager entities;
  private final Erasures erasures;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;

  Holds(
      EntityManager entities,
      Erasures erasures,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time) {
    this.entities = entities;
    this.erasures = erasures;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /** A hold that was placed or released, and the receipt of the ledger entry that records this. */
  public record RecordedHold(LegalHold hold, LedgerReceipt ledger) {}

  /**
   * Places a hold. Assumes a running transaction.
   *
   * @param reason the reason in words; stored in the vault
   * @throws org.microwish.problem.ProblemException NOT_FOUND if the subject is not in the caller's
   *     subtree; ALREADY_EXISTS if the subject is under a hold; PERSONAL_DATA_ERASED if the subject
   *     was erased
   */
  RecordedHold place(Caller caller, Subject subject, String reason) {
    SubjectStore rows = storeOf(subject);
    LockedSubject standing = lock(caller, subject);
    if (standing.erasedAt() != null) {
      throw ProblemType.PERSONAL_DATA_ERASED.exception();
    }
    // The lock of the subject's row prevents concurrent holds; the unique key on liveKey is a
    // second safeguard.
    if (standing.held()) {
      throw ProblemType.ALREADY_EXISTS.exception();
    }
    LegalHold hold = new LegalHold();
    hold.id = ids.next();
    hold.version = 1;
    hold.subjectType = subject.type();
    hold.subjectId = subject.id();
    hold.divisionPath = standing.divisionPath();
    hold.liveKey = subject.type().name() + ":" + Id.text(subject.id());
    hold.placedBy = caller.account();
    hold.placedAt = time.now();
    entities.persist(hold);
    rows.hold(subject.id(), true);
    return append(
        caller, hold, EntryType.HOLD_PLACED, new EventTime(hold.placedAt, hold.placedAt), reason);
  }

  /**
   * Releases a hold, so that the values may be used and erased again. Assumes a running
   * transaction.
   *
   * @throws org.microwish.problem.ProblemException NOT_FOUND if the hold is not in the caller's
   *     subtree; ALREADY_ENDED if it was released before
   */
  RecordedHold release(Caller caller, long id, String reason) {
    LegalHold seen = require(caller, id);
    lock(caller, seen.subject());
    entities.refresh(seen);
    if (seen.liveKey == null) {
      throw ProblemType.ALREADY_ENDED.exception();
    }
    seen.version = 2;
    seen.liveKey = null;
    seen.releasedBy = caller.account();
    EventTime when = EventTime.of(caller, null, seen.placedAt, time.now());
    seen.releasedAt = when.occurredAt();
    storeOf(seen.subject()).hold(seen.subjectId, false);
    return append(caller, seen, EntryType.HOLD_RELEASED, when, reason);
  }

  /** Returns the hold; throws NOT_FOUND if no hold with this id is in the caller's subtree. */
  LegalHold require(Caller caller, long id) {
    return Optional.ofNullable(entities.find(LegalHold.class, id))
        .filter(hold -> caller.includes(hold.divisionPath))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  /**
   * Returns a page of the holds in the caller's subtree, oldest first.
   *
   * @param live true for live holds only, false for released ones only, null for all
   */
  Page<LegalHold> list(Caller caller, Boolean live, PageQuery page) {
    if (caller.divisionPath() == null && caller.role() != Role.ADMINISTRATOR) {
      throw Caller.forbidden();
    }
    return new Listing<>(LegalHold.class, "from LegalHold")
        .within("divisionPath", caller.divisionPath())
        .filter("live", live, is -> is ? "liveKey is not null" : "liveKey is null")
        .ascending("id", hold -> hold.id)
        .page(entities, page);
  }

  private SubjectStore storeOf(Subject subject) {
    return erasures.storeOf(subject.type()).orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  private LockedSubject lock(Caller caller, Subject subject) {
    return storeOf(subject)
        .lock(subject.id())
        .filter(standing -> caller.includes(standing.divisionPath()))
        .orElseThrow(ProblemType.NOT_FOUND::exception);
  }

  private RecordedHold append(
      Caller caller, LegalHold hold, EntryType type, EventTime when, String reason) {
    long entryId = ids.next();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("hold." + type.name(), reason);
    List<Commitment> commitments = new ArrayList<>(vault.store(entryId, hold.subject(), words));
    commitments.add(
        vault.commit(
            entryId,
            hold.subject(),
            "subject",
            hold.subjectType.name() + " " + Id.text(hold.subjectId)));
    boolean placed = type == EntryType.HOLD_PLACED;
    LedgerReceipt receipt =
        ledger.append(
            new EntryDraft(
                entryId,
                type,
                AggregateType.HOLD,
                Id.text(hold.id),
                hold.version,
                pseudonyms.actor(caller, 0),
                when.occurredAt(),
                when.recordedAt(),
                placed
                    ? new Transition("PLACE", null, "LIVE")
                    : new Transition("RELEASE", "LIVE", "RELEASED"),
                Map.of("hold", Map.of("subjectType", hold.subjectType.name())),
                List.of(),
                commitments,
                DivisionCode.publicPath(hold.divisionPath),
                null));
    return new RecordedHold(hold, receipt);
  }

  /** The types of subjects that holds can be placed on. */
  public enum Holdable {
    WISH,
    MEMBER,
    GROUP,
    DEMAND;

    Subject of(long id) {
      return new Subject(SubjectType.valueOf(name()), id);
    }
  }
}
