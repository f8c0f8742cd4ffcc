package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Opens the commitments of leaves. Every reading has a purpose, counts towards the day's number
 * above which step-up is needed, and is recorded on the ledger and in the report of the
 * data-protection officer: call {@link #record} first, in the transaction of the request, and
 * {@link #show} for the values.
 */
@ApplicationScoped
public class OpeningReads {

  /** The most leaves that the recording entry names; above that it states only their number. */
  private static final int NAMED = 500;

  private final VaultQueries queries;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final ReadLog log;
  private final Ids ids;
  private final Time time;
  private final Instance<SubjectStore> stores;

  OpeningReads(
      VaultQueries queries,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      ReadLog log,
      Ids ids,
      Time time,
      @Any Instance<SubjectStore> stores) {
    this.queries = queries;
    this.vault = vault;
    this.pseudonyms = pseudonyms;
    this.ledger = ledger;
    this.log = log;
    this.ids = ids;
    this.time = time;
    this.stores = stores;
  }

  /**
   * Records that the caller reads the openings of entries. Assumes a running transaction and a
   * request.
   *
   * @param entryIds at least one; each counts
   * @throws ProblemException NOT_FOUND if the caller's subtree lacks one of the entries; only
   *     callers who work everywhere may read an entry without a division. UNDER_LEGAL_HOLD;
   *     STEP_UP_REQUIRED; VALIDATION_FAILED for a purpose that is not allowed
   */
  public ReadReceipt record(Caller caller, Collection<Long> entryIds, ReadRequest request) {
    request.check();
    List<LedgerEntry> entries = usable(caller, entryIds);
    Instant now = time.now();
    log.countOpenings(caller, entries.size(), now);
    List<Long> found = entries.stream().map(entry -> entry.entryId).toList();
    LedgerEntry first = entries.getFirst();
    long id = ids.next();
    Map<String, Object> read = new LinkedHashMap<>();
    read.put("leaves", entries.size());
    if (entries.size() <= NAMED) {
      read.put("entries", found.stream().map(one -> Id.text(one.longValue())).toList());
    }
    // Field names with a dot, and whose consent it is, would reveal guardians and holds.
    read.put(
        "fields",
        queries.fieldsOf(found).stream()
            .filter(field -> field.indexOf('.') < 0 && !field.equals("consent"))
            .sorted()
            .toList());
    read.put("purpose", request.purpose().name());
    ReadReceipt receipt =
        new ReadReceipt(
            ledger.append(
                new EntryDraft(
                    id,
                    EntryType.OPENINGS_READ,
                    AggregateType.READ,
                    Id.text(id),
                    1,
                    pseudonyms.actor(caller, 0),
                    now,
                    now,
                    new Transition("READ_OPENINGS", null, null),
                    Map.of("read", read),
                    List.of(),
                    words(id, found, request),
                    first.divisionPath,
                    first.organisationId)),
            now);
    log.write(
        caller,
        id,
        PersonalRead.Kind.OPENINGS,
        request.purpose(),
        entries.size(),
        first.divisionPath,
        now);
    return receipt;
  }

  /**
   * The openings of entries that are not erased, by entry and field, for a reading that {@link
   * #record} has just recorded. Assumes a running transaction.
   *
   * @throws ProblemException as {@link #record}, for a repeat after something has changed
   */
  public List<Opening> show(Caller caller, Collection<Long> entryIds) {
    return vault.openings(usable(caller, entryIds).stream().map(entry -> entry.entryId).toList());
  }

  private List<LedgerEntry> usable(Caller caller, Collection<Long> entryIds) {
    Set<Long> asked = Set.copyOf(entryIds);
    List<LedgerEntry> entries = queries.entries(asked);
    if (entries.size() < asked.size()
        || entries.stream()
            .anyMatch(
                entry -> !caller.covers(entry.divisionPath == null ? "" : entry.divisionPath))) {
      throw ProblemType.NOT_FOUND.exception();
    }
    // Entries about the hold itself stay readable: an auditor must see whose hold it is, and why.
    List<Long> held =
        entries.stream()
            .filter(
                entry ->
                    entry.entryType != EntryType.HOLD_PLACED
                        && entry.entryType != EntryType.HOLD_RELEASED)
            .map(entry -> entry.entryId)
            .toList();
    if (!held.isEmpty()) {
      requireUsable(held);
    }
    return entries;
  }

  private void requireUsable(List<Long> entryIds) {
    for (Subject subject : queries.subjectsOf(entryIds)) {
      for (SubjectStore store : stores) {
        if (store.type() == subject.type()
            && store.lock(subject.id()).filter(LockedSubject::held).isPresent()) {
          throw ProblemType.UNDER_LEGAL_HOLD.exception();
        }
      }
    }
  }

  /** Commits to the stated reason, which is stored with the values that were read. */
  private List<Commitment> words(long id, List<Long> entryIds, ReadRequest request) {
    String words = Confidential.text(request.words());
    if (words == null) {
      return List.of();
    }
    return queries.subjectsOf(entryIds).stream()
        .findFirst()
        .map(subject -> vault.commit(id, subject, "read." + Id.text(id), words))
        .stream()
        .toList();
  }
}
