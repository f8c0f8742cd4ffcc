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
 * Opens the commitments of leaves for callers. Each reading needs a purpose and is recorded on the
 * ledger and in the report of the data-protection officer. Above a configured number of leaves a
 * day, the caller needs step-up authentication. Call {@link #record} first, in the transaction of
 * the request, and then {@link #show} for the values.
 */
@ApplicationScoped
public class OpeningReads {

  /**
   * The maximum number of leaves whose ids are in the ledger entry that records a reading. For more
   * leaves, that entry contains only their number.
   */
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
   * @param entryIds at least one; each entry counts towards the caller's daily limit
   * @throws ProblemException NOT_FOUND if an entry does not exist or is not in the caller's
   *     subtree; only callers who work everywhere may read an entry without a division.
   *     UNDER_LEGAL_HOLD if a legal hold covers the data of an entry; STEP_UP_REQUIRED if the daily
   *     limit is exceeded and the caller has no recent second factor
   */
  public ReadReceipt record(Caller caller, Collection<Long> entryIds, ReadRequest request) {
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
    // Omits field names with a dot and the field consent, because they would reveal guardians and
    // holds.
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
   * Returns those openings of entries that are not erased, for a reading that {@link #record} has
   * recorded. Assumes a running transaction.
   *
   * @throws ProblemException NOT_FOUND or UNDER_LEGAL_HOLD like {@link #record}, if the caller
   *     repeats a recorded request and may no longer read the entries
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
    // Entries about placing and releasing a hold are not checked for a hold, because an auditor
    // must see who is under the hold, and why.
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

  /**
   * Stores the stated reason in the vault, for the first subject of the entries that were read, and
   * returns the commitment to the reason; empty if no reason is stated or all openings are erased.
   */
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
