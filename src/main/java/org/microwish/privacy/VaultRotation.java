package org.microwish.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.microwish.platform.SearchIndex;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.crypto.KeyWrapping;

/**
 * Rotates the vault's keys. Each transaction processes up to 100 rows and updates a row only if the
 * row has not changed meanwhile. So a rotation may run while instances serve requests, may run
 * twice at once, and may be repeated after an interruption.
 */
@ApplicationScoped
class VaultRotation implements SearchIndex {

  private static final int BATCH = 100;

  private final VaultQueries queries;
  private final Transactions transactions;
  private final KeyWrapping wrapping;
  private final SubjectKeys keys;
  private final Lookup lookup;

  VaultRotation(
      VaultQueries queries,
      Transactions transactions,
      KeyWrapping wrapping,
      SubjectKeys keys,
      Lookup lookup) {
    this.queries = queries;
    this.transactions = transactions;
    this.wrapping = wrapping;
    this.keys = keys;
    this.lookup = lookup;
  }

  /** Returns the id of the current master key. */
  String masterId() {
    return wrapping.current();
  }

  /** Creates a key for new look-up tags. */
  void newLookupKey() {
    lookup.rotate();
  }

  /**
   * Wraps all data keys under the current master key.
   *
   * @return how many data keys this call wrapped again
   */
  long rewrap() {
    long done = 0;
    for (String masterId : transactions.call(queries::masterIds)) {
      if (!masterId.equals(wrapping.current())) {
        done += inBatches(() -> rewrap(masterId));
      }
    }
    return done;
  }

  /** The number of rows that one transaction found, and how many of these rows it changed. */
  private record Batch(int found, long done) {}

  /**
   * Runs a step in new transactions until the step finds no rows; returns how many rows changed.
   */
  private long inBatches(Supplier<Batch> step) {
    long done = 0;
    Batch batch;
    do {
      batch = transactions.call(step);
      done += batch.done();
    } while (batch.found() > 0);
    return done;
  }

  private Batch rewrap(String masterId) {
    List<WrappedKey> rows = queries.under(masterId, BATCH);
    long done = 0;
    for (WrappedKey row : rows) {
      // If an erasure deleted the row meanwhile, this updates nothing and does not restore the key.
      done += queries.rewrap(row.id(), masterId, wrapping.current(), keys.rewrap(row));
    }
    return new Batch(rows.size(), done);
  }

  /**
   * Recomputes all look-up tags that were computed under older keys, with the newest key.
   *
   * @return the number of values whose tags this call recomputed
   */
  long retag() {
    SubjectKey newest = transactions.call(lookup::newestOfAll);
    long done = 0;
    for (SubjectKey old : transactions.call(() -> keys.all(SubjectType.INDEX))) {
      if (old.id() != newest.id()) {
        done += inBatches(() -> retag(old.id()));
      }
    }
    return done;
  }

  @Override
  public String name() {
    return "tags";
  }

  /** Tags the values of wishes that were stored before their fields had tags. */
  @Override
  public Optional<Long> fill(long after, int limit) {
    List<Long> ids = queries.untagged(SubjectType.WISH, after, Lookup.FIELDS, limit);
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    for (SealedValue row : queries.values(SubjectType.WISH, ids, Lookup.FIELDS)) {
      String value = row.open(keys.unwrap(row.wrappedKey()));
      lookup
          .tag(row.subjectType(), row.field(), value)
          .ifPresent(
              tag ->
                  queries.tag(
                      row.subjectType(),
                      row.subjectId(),
                      row.field(),
                      row.content(),
                      tag.keyId(),
                      tag.bytes()));
    }
    return Optional.of(ids.getLast());
  }

  private Batch retag(long oldKey) {
    List<SealedValue> rows = queries.tagged(oldKey, BATCH);
    long done = 0;
    for (SealedValue row : rows) {
      String value = row.open(keys.unwrap(row.wrappedKey()));
      Lookup.Tag tag = lookup.tag(row.subjectType(), row.field(), value).orElseThrow();
      done +=
          queries.retag(
              row.subjectType(),
              row.subjectId(),
              row.field(),
              oldKey,
              row.content(),
              tag.keyId(),
              tag.bytes());
    }
    return new Batch(rows.size(), done);
  }
}
