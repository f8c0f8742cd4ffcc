package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerEntry;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Transition;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/** Opens the commitments of a leaf for an auditor, and records each reading on the ledger. */
@ApplicationScoped
public class OpeningReads {

  /** The opening of one commitment. */
  public record Opening(String field, Confidential value, Confidential salt) {}

  /**
   * The result of a reading.
   *
   * @param openings of the fields that are not erased, by field
   * @param receipt the entry that records the reading
   */
  public record Read(List<Opening> openings, LedgerReceipt receipt) {}

  private final EntityManager entities;
  private final VaultQueries queries;
  private final Vault vault;
  private final Pseudonyms pseudonyms;
  private final Ledger ledger;
  private final Ids ids;
  private final Time time;
  private final Instance<SubjectStore> stores;

  OpeningReads(
      EntityManager entities,
      VaultQueries queries,
      Vault vault,
      Pseudonyms pseudonyms,
      Ledger ledger,
      Ids ids,
      Time time,
      @Any Instance<SubjectStore> stores) {
    this.entities = entities;
    this.queries = queries;
    this.pseudonyms = pseudonyms;
    this.stores = stores;
    this.vault = vault;
    this.ledger = ledger;
    this.ids = ids;
    this.time = time;
  }

  /**
   * Reads the openings of one entry that are not erased, and records the reading. Assumes a running
   * transaction.
   *
   * @throws ProblemException NOT_FOUND when the caller's subtree has no such entry; only callers
   *     who work everywhere may read an entry without a division; UNDER_LEGAL_HOLD
   */
  public Read read(Caller caller, long entryId) {
    LedgerEntry entry = entities.find(LedgerEntry.class, entryId);
    if (entry == null || !caller.covers(entry.divisionPath == null ? "" : entry.divisionPath)) {
      throw ProblemType.NOT_FOUND.exception();
    }
    // Entries about the hold itself stay readable: an auditor must see whose hold it is, and why.
    if (entry.entryType != EntryType.HOLD_PLACED && entry.entryType != EntryType.HOLD_RELEASED) {
      requireUsable(entryId);
    }
    List<Opening> openings =
        vault.openings(entryId).stream()
            .map(
                opened ->
                    new Opening(
                        opened.field(),
                        new Confidential(opened.value()),
                        new Confidential(opened.salt())))
            .toList();
    return new Read(openings, record(caller, entry, openings));
  }

  private void requireUsable(long entryId) {
    for (Subject subject : queries.subjectsOf(entryId)) {
      for (SubjectStore store : stores) {
        if (store.type() == subject.type()
            && store.lock(subject.id()).filter(LockedSubject::held).isPresent()) {
          throw ProblemType.UNDER_LEGAL_HOLD.exception();
        }
      }
    }
  }

  private LedgerReceipt record(Caller caller, LedgerEntry entry, List<Opening> openings) {
    long id = ids.next();
    Instant now = time.now();
    return ledger.append(
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
            Map.of(
                "read",
                Map.of(
                    "entry",
                    Id.text(entry.entryId),
                    "fields",
                    openings.stream().map(Opening::field).toList())),
            List.of(),
            List.of(),
            entry.divisionPath,
            entry.organisationId));
  }
}
