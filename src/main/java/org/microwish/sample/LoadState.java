package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Transactions;
import org.microwish.sample.SampleLoader.Outcome;

/** Which batches of the load are on record, and the ids of their rows. */
@ApplicationScoped
class LoadState {

  private final SampleQueries queries;
  private final Bulk bulk;
  private final Transactions transactions;

  LoadState(SampleQueries queries, Bulk bulk, Transactions transactions) {
    this.queries = queries;
    this.bulk = bulk;
    this.transactions = transactions;
  }

  /**
   * What is on record.
   *
   * @param batches by name
   * @param entries ledger entries of these
   * @param ids of their rows by key
   */
  record Done(Set<String> batches, int entries, Map<String, Long> ids) {}

  /**
   * Begins a load, or finds one that is to be continued.
   *
   * @param fingerprint of the files
   * @return empty for both; else why there is nothing to load
   */
  Optional<Outcome> begin(String fingerprint) {
    return transactions.call(
        () -> {
          queries.begin(fingerprint);
          List<String> begun = queries.begun();
          if (begun.isEmpty()) {
            return Optional.of(Outcome.NOT_EMPTY);
          }
          if (!queries.finished().isEmpty()) {
            return Optional.of(Outcome.ALREADY_LOADED);
          }
          return begun.contains(fingerprint)
              ? Optional.empty()
              : Optional.of(Outcome.OTHER_RELEASE);
        });
  }

  /** What is committed by now. */
  Done done() {
    return transactions.call(
        () -> {
          List<SampleQueries.Batch> batches = queries.batches();
          return new Done(
              batches.stream().map(SampleQueries.Batch::name).collect(Collectors.toSet()),
              batches.stream().mapToInt(SampleQueries.Batch::entries).sum(),
              queries.rows().stream()
                  .collect(Collectors.toMap(SampleQueries.Row::key, SampleQueries.Row::id)));
        });
  }

  /**
   * Notes in the caller's transaction that a batch is done, before it is: another instance waits
   * here until the transaction ends.
   *
   * @return false where it has been done
   */
  boolean take(String batch, int entries) {
    return queries.take(batch, entries) == 1;
  }

  /** Keeps the ids of new rows by key, in the caller's transaction, and returns them. */
  Map<String, Long> keep(Map<String, Long> ids) {
    bulk.run(
        "INSERT INTO sample_row (row_key, id) VALUES (:key, :id)",
        ids.entrySet().stream()
            .map(row -> new SampleQueries.Row(row.getKey(), row.getValue()))
            .toList());
    return ids;
  }

  /** Notes that all is on record. */
  void finish() {
    transactions.run(queries::finish);
  }
}
