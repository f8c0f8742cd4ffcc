package org.microwish.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Id;
import org.microwish.platform.sql.RoundTrip;
import org.microwish.platform.sql.Rows;

/** Records every change of state as an immutable entry. */
@ApplicationScoped
public class Ledger {

  /**
   * CDI event, to be observed after commit: entries of these aggregates were appended and queued
   * for the sequencer.
   */
  record Appended(List<LedgerFollower.Aggregate> aggregates) {}

  private final EntityManager entities;
  private final EntryQueries queries;
  private final Event<Appended> appended;

  Ledger(EntityManager entities, EntryQueries queries, Event<Appended> appended) {
    this.entities = entities;
    this.queries = queries;
    this.appended = appended;
  }

  /**
   * Writes one entry and queues it for the sequencer. Must be called in the transaction that makes
   * the recorded change, after the aggregate's version was incremented under a row lock; a unique
   * key refuses a second entry of the same version.
   */
  public LedgerReceipt append(EntryDraft draft) {
    return appendAll(List.of(draft)).getFirst();
  }

  /**
   * Writes several entries; the rules of {@link #append} apply to each.
   *
   * @return the receipts in the order of the drafts
   */
  public List<LedgerReceipt> appendAll(List<EntryDraft> drafts) {
    List<LedgerEntry> entries = drafts.stream().map(Ledger::entry).toList();
    entries.forEach(entities::persist);
    // The queue rows follow all entries, so that Hibernate batches the inserts of each table.
    for (LedgerEntry entry : entries) {
      QueuedEntry queued = new QueuedEntry();
      queued.qid = entry.entryId;
      queued.entryId = entry.entryId;
      entities.persist(queued);
    }
    return appended(entries);
  }

  /** Returns the number of leaves in the ledger's tree. */
  public long size() {
    return queries.size();
  }

  /**
   * Returns the time at which the change with this version happened; null if the aggregate has no
   * entry of this version. Meant for aggregates whose database row does not contain the time of the
   * last change.
   */
  public Instant occurredAt(AggregateType type, String aggregateId, long version) {
    return queries.occurredAt(type, aggregateId, version).stream().findFirst().orElse(null);
  }

  /**
   * Returns each aggregate's last leaf whose change happened at or before {@code at}; if all its
   * changes happened later, the aggregate's first leaf. Aggregates without leaves are missing.
   */
  public Map<String, Leaf> at(AggregateType type, Collection<String> aggregateIds, Instant at) {
    Map<String, Leaf> leaves = new HashMap<>();
    if (!aggregateIds.isEmpty()) {
      for (byte[] bytes : queries.leaves(type, aggregateIds)) {
        Leaf leaf = Leaf.parse(bytes);
        if (!leaf.occurredAt().isAfter(at)) {
          leaves.put(leaf.aggregateId(), leaf);
        } else {
          leaves.putIfAbsent(leaf.aggregateId(), leaf);
        }
      }
    }
    return leaves;
  }

  /**
   * Like {@link #appendAll(List)}, but only adds the inserts to {@code trip}, a round trip of the
   * claim batch. The entries are not written until the caller sends the round trip.
   */
  public List<LedgerReceipt> appendAll(RoundTrip trip, List<EntryDraft> drafts) {
    List<LedgerEntry> entries = drafts.stream().map(Ledger::entry).toList();
    trip.insert(
        "INSERT INTO ledger_entry (entry_id, entry_type, aggregate_type, aggregate_id,"
            + " aggregate_version, division_path, organisation_id, occurred_at, recorded_at,"
            + " payload, leaf_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entries,
        (row, entry) -> {
          row.setLong(1, entry.entryId);
          row.setString(2, entry.entryType.name());
          row.setString(3, entry.aggregateType.name());
          row.setString(4, entry.aggregateId);
          row.setLong(5, entry.aggregateVersion);
          row.setString(6, entry.divisionPath);
          row.setObject(7, entry.organisationId);
          row.setObject(8, Rows.utc(entry.occurredAt));
          row.setObject(9, Rows.utc(entry.recordedAt));
          // As text, because the driver sends bytes as hexadecimal digits. The stored value is the
          // same.
          row.setString(10, new String(entry.payload, StandardCharsets.UTF_8));
          row.setBytes(11, entry.leafHash);
        });
    trip.insert(
        "INSERT INTO ledger_queue (qid, entry_id) VALUES (?, ?)",
        entries,
        (row, entry) -> {
          row.setLong(1, entry.entryId);
          row.setLong(2, entry.entryId);
        });
    return appended(entries);
  }

  private List<LedgerReceipt> appended(List<LedgerEntry> entries) {
    if (!entries.isEmpty()) {
      appended.fire(new Appended(entries.stream().map(Ledger::aggregate).distinct().toList()));
    }
    return entries.stream().map(LedgerReceipt::of).toList();
  }

  private static LedgerFollower.Aggregate aggregate(LedgerEntry entry) {
    return new LedgerFollower.Aggregate(entry.aggregateType, entry.aggregateId);
  }

  private static LedgerEntry entry(EntryDraft draft) {
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
    return entry;
  }
}
