package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;

/** Where every change of state is put on record. */
@ApplicationScoped
public class Ledger {

  /** Tells the sequencer that there is work, once the transaction has committed. */
  record Appended(long entryId) {}

  private final EntityManager entities;
  private final Event<Appended> appended;

  Ledger(EntityManager entities, Event<Appended> appended) {
    this.entities = entities;
    this.appended = appended;
  }

  /**
   * Writes one entry and queues it for its leaf index, in the transaction of the change that it
   * records. The caller has made the aggregate's version under a row lock: the unique key on it
   * refuses a second entry of one version.
   */
  public LedgerReceipt append(EntryDraft draft) {
    Leaf leaf =
        new Leaf(
            Id.text(draft.entryId()),
            draft.type(),
            draft.aggregateType(),
            draft.aggregateId(),
            draft.version(),
            draft.actor(),
            draft.occurredAt(),
            draft.recordedAt(),
            draft.transition(),
            draft.facts(),
            draft.postings(),
            draft.commitments());
    LedgerEntry entry = new LedgerEntry();
    entry.entryId = draft.entryId();
    entry.entryType = draft.type();
    entry.aggregateType = draft.aggregateType();
    entry.aggregateId = draft.aggregateId();
    entry.aggregateVersion = draft.version();
    entry.divisionPath = draft.divisionPath();
    entry.organisationId = draft.organisationId();
    entry.occurredAt = draft.occurredAt();
    entry.recordedAt = draft.recordedAt();
    entry.payload = leaf.bytes();
    entry.leafHash = Leaf.hash(entry.payload);
    entities.persist(entry);
    QueuedEntry queued = new QueuedEntry();
    queued.qid = draft.entryId();
    queued.entryId = draft.entryId();
    entities.persist(queued);
    appended.fire(new Appended(draft.entryId()));
    return LedgerReceipt.of(entry);
  }
}
