package org.microwish.ledger;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.microwish.platform.Time;

/**
 * Reports how far the sequencers of all instances are, from the ledger's tables, to the API, the
 * health check and the metrics.
 */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@ApplicationScoped
public class SequencerStatus implements HealthCheck {

  /**
   * The state of the tree, and of the queue of entries that have no leaf yet.
   *
   * @param treeSize the number of leaves
   * @param integratedAt when the last leaf was added
   * @param queueDepth the number of queued entries
   * @param oldestQueuedAt when the oldest queued entry was recorded; null if the queue is empty
   */
  public record Reading(
      long treeSize, Instant integratedAt, long queueDepth, Instant oldestQueuedAt) {

    /** Returns how long the oldest queued entry has waited; zero if the queue is empty. */
    public Duration oldestAge(Instant now) {
      // Another instance, whose clock is ahead of ours, may have recorded the entry.
      return oldestQueuedAt == null || oldestQueuedAt.isAfter(now)
          ? Duration.ZERO
          : Duration.between(oldestQueuedAt, now);
    }
  }

  private final Queries queries;
  private final SequencerPump pump;
  private final Time time;
  private final Duration lateAfter;

  SequencerStatus(Queries queries, SequencerPump pump, Time time, LedgerConfig config) {
    this.queries = queries;
    this.pump = pump;
    this.time = time;
    this.lateAfter = config.sequencer().lateAfter();
  }

  /** Reads the current state of the tree and the queue from the database. */
  public Reading read() {
    return queries
        .first(
            Reading.class,
            """
            SELECT h.size, h.updated_at, (SELECT COUNT(*) FROM ledger_queue),
              (SELECT e.recorded_at FROM ledger_queue q
               JOIN ledger_entry e ON e.entry_id = q.entry_id ORDER BY q.qid LIMIT 1)
            FROM ledger_head h WHERE h.log_id = 1
            """,
            Map.of())
        .orElseThrow(() -> new LedgerDamagedException("the row of ledger_head is missing"));
  }

  void measure(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.ledger.tree.size", this, status -> status.read().treeSize())
        .description("Number of leaves of the tree")
        .register(metrics);
    Gauge.builder("microwish.ledger.queue.depth", this, status -> status.read().queueDepth())
        .description("Entries without a leaf")
        .register(metrics);
    Gauge.builder(
            "microwish.ledger.queue.oldest.age",
            this,
            status -> status.read().oldestAge(time.now()).toMillis() / 1000.0)
        .description("Age of the oldest entry without a leaf")
        .baseUnit("seconds")
        .register(metrics);
    FunctionCounter.builder("microwish.ledger.conflicts", pump, SequencerPump::conflicts)
        .description("Batches that were rolled back because another instance was first")
        .register(metrics);
  }

  /**
   * Reports down if the oldest queued entry has waited too long, or if the database cannot be read.
   * Not a readiness check, because no other component depends on the sequencer's progress.
   */
  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger sequencer");
    pump.failure().ifPresent(failure -> answer.withData("failure", failure));
    try {
      Reading reading = read();
      Duration age = reading.oldestAge(time.now());
      return answer
          .withData("treeSize", reading.treeSize())
          .withData("queueDepth", reading.queueDepth())
          .withData("oldestQueuedSeconds", age.toSeconds())
          .status(age.compareTo(lateAfter) <= 0)
          .build();
    } catch (RuntimeException unreachable) {
      return answer.withData("failure", unreachable.toString()).down().build();
    }
  }
}
