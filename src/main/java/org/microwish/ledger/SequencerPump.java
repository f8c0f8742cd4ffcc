package org.microwish.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.Time;

/**
 * Runs this instance's {@link Sequencer} in a thread of its own. Commits of this instance wake the
 * thread, and {@link LedgerFollower} wakes it when entries of any instance are queued. Normally
 * only the instance that holds the lease sequences. If the same entry stays first in the queue for
 * {@link #STUCK_AFTER}, the other instances sequence too.
 */
@ApplicationScoped
public class SequencerPump {

  private static final Logger LOG = Logger.getLogger(SequencerPump.class);

  /** How often an instance without the lease checks that queued entries are being sequenced. */
  private static final Duration WATCH_EVERY = Duration.ofMillis(250);

  /** An entry that stays first in the queue for this long is sequenced without the lease. */
  private static final Duration STUCK_AFTER = Duration.ofMillis(750);

  /** Longest pause while entries are held, because their previous version is not visible yet. */
  private static final Duration HELD_AGAIN = Duration.ofMillis(50);

  /** Longest pause while the queue is empty, unless the thread is woken. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /** Target duration of a batch: after a batch that takes longer, the next batch is smaller. */
  private static final Duration LONG_BATCH = Duration.ofMillis(400);

  /**
   * The minimum pause after a batch, unless more entries are queued already, is the duration of the
   * batch times this factor, but at least {@link LedgerConfig.Sequencing#gather} and at most {@link
   * #LONGEST_GATHERING}. Entries accumulate in this pause, which saves commits: each batch costs
   * one.
   */
  private static final int SHARE = 25;

  private static final Duration LONGEST_GATHERING = Duration.ofMillis(100);

  /** CDI event: this instance has added leaves to the tree. */
  record Sequenced(long treeSize) {}

  private final Queries queries;
  private final LedgerConfig.Sequencing config;
  private final Sequencer sequencer;
  private final Lease lease;
  private final Time time;
  private final Event<Sequenced> sequenced;
  private final Pump pump = new Pump("ledger-sequencer", this::round);

  /** Measures how long the entries that this instance sequenced have waited for their leaves. */
  private final Timer lag;

  private final LongAdder conflicts = new LongAdder();

  private int limit;
  private Long firstQueued;
  private long firstSeenAt;

  SequencerPump(
      DataSource database,
      Queries queries,
      LedgerConfig config,
      Time time,
      Ids ids,
      Event<Sequenced> sequenced,
      MeterRegistry metrics) {
    this.queries = queries;
    this.time = time;
    this.sequenced = sequenced;
    this.lag =
        Timer.builder("microwish.ledger.lag")
            .description("Time from the recording of an entry until its leaf is committed")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(1))
            .register(metrics);
    this.config = config.sequencer();
    this.sequencer = new Sequencer(database, time);
    this.lease = new Lease(database, "sequence", Id.text(ids.next()));
    this.limit = this.config.smallestBatch();
  }

  void start(@Observes StartupEvent event) {
    if (config.enabled()) {
      pump.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
    try {
      lease.release();
    } catch (RuntimeException unimportant) {
      LOG.debug("The lease was not released; it expires by itself.", unimportant);
    }
  }

  /** Wakes the thread after this instance has committed entries. */
  void appended(@Observes(during = TransactionPhase.AFTER_SUCCESS) Ledger.Appended appended) {
    pump.wake();
  }

  /** Wakes the thread; called when entries of any instance are queued. */
  void wake() {
    pump.wake();
  }

  /** Returns how many batches were rolled back because a concurrent sequencer was first. */
  long conflicts() {
    return conflicts.sum();
  }

  /** Returns why the last round failed; empty if it succeeded. */
  Optional<String> failure() {
    return pump.failure();
  }

  /** Sequences one batch if this instance holds the lease or the queue is stuck. */
  private Pause round() throws SQLException {
    if (!lease.held()) {
      Long first = firstQueued();
      if (first == null) {
        return Pause.atMost(LOOK_AT_LEAST_EVERY);
      }
      if (!isStuck(first)) {
        return Pause.atMost(WATCH_EVERY);
      }
    }
    long began = System.nanoTime();
    Sequencer.Batch batch = sequencer.sequence(limit);
    if (batch.conflict()) {
      conflicts.increment();
      return Pause.exactly(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, 20)));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    record(batch);
    if (took.compareTo(LONG_BATCH) > 0) {
      limit = Math.max(config.smallestBatch(), limit / 2);
    } else if (batch.more()) {
      limit = Math.min(config.largestBatch(), limit * 2);
    }
    if (batch.more() && batch.integrated() > 0) {
      return Pause.NONE;
    }
    Duration gather = Pump.fair(took, SHARE, config.gather(), LONGEST_GATHERING);
    return new Pause(gather, batch.held() > 0 ? HELD_AGAIN : LOOK_AT_LEAST_EVERY);
  }

  private void record(Sequencer.Batch batch) {
    Instant now = time.now();
    // An entry may have been recorded by an instance whose clock is ahead of this instance's clock.
    batch
        .recorded()
        .forEach(at -> lag.record(at.isAfter(now) ? Duration.ZERO : Duration.between(at, now)));
    if (batch.integrated() > 0) {
      sequenced.fire(new Sequenced(batch.size()));
    }
  }

  private Long firstQueued() {
    return queries
        .first(Long.class, "SELECT qid FROM ledger_queue ORDER BY qid LIMIT 1", Map.of())
        .orElse(null);
  }

  /**
   * Returns true if the queue has begun with the entry {@code first} for longer than {@link
   * #STUCK_AFTER}, by this instance's monotonic clock.
   */
  private boolean isStuck(Long first) {
    if (!first.equals(firstQueued)) {
      firstQueued = first;
      firstSeenAt = System.nanoTime();
    }
    return System.nanoTime() - firstSeenAt > STUCK_AFTER.toNanos();
  }
}
