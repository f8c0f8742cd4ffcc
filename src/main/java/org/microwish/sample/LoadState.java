package org.microwish.sample;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.microwish.platform.sql.Bulk;
import org.microwish.platform.sql.Transactions;
import org.microwish.sample.SampleLoader.Outcome;

/** Stores the progress of the load of the sample: the committed batches and the ids of new rows. */
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
   * The part of the load that is committed.
   *
   * @param batches the names of the committed batches
   * @param entries the number of ledger entries of these batches
   * @param ids the ids of the rows that these batches created, by the key in the sample's files
   */
  record Done(Set<String> batches, int entries, Map<String, Long> ids) {}

  /**
   * Begins a load, or finds a load that can be continued.
   *
   * @param fingerprint the fingerprint of the sample's files
   * @return empty if the caller must load; otherwise the reason why nothing is to be loaded
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

  /** Reads when the load began. */
  Instant begunAt() {
    return transactions.call(queries::begunAt);
  }

  /** Reads the part of the load that is committed now. */
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
   * Marks a batch as done, in the caller's transaction, before the caller writes the batch. If
   * another transaction has marked the same batch, this call waits until that transaction ends.
   *
   * @return false if the batch was done already
   */
  boolean take(String batch, int entries) {
    return queries.take(batch, entries) == 1;
  }

  /** Stores the ids of new rows by key, in the caller's transaction, and returns the same map. */
  Map<String, Long> keep(Map<String, Long> ids) {
    bulk.run(
        "INSERT INTO sample_row (row_key, id) VALUES (:key, :id)",
        ids.entrySet().stream()
            .map(row -> new SampleQueries.Row(row.getKey(), row.getValue()))
            .toList());
    return ids;
  }

  /** Marks the load as finished. */
  void finish() {
    transactions.run(queries::finish);
  }
}
