package org.microwish.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;

/**
 * Drives this instance's {@link Sequencer}: at once after a commit here, often enough for the
 * commits of others, without pause while there is more. The lease's holder does the work; where an
 * entry stays queued all the same, any instance does.
 */
@ApplicationScoped
public class SequencerPump {

  private static final Logger LOG = Logger.getLogger(SequencerPump.class);

  /** How often an instance without the lease looks whether somebody does the work. */
  private static final Duration WATCH_EVERY = Duration.ofMillis(250);

  /** An entry that is first in the queue for so long is taken without the lease. */
  private static final Duration STUCK_AFTER = Duration.ofMillis(750);

  /** After a failure that is no conflict. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /** A batch that takes longer makes the next one smaller. */
  private static final Duration LONG_BATCH = Duration.ofMillis(400);

  /** While entries come one by one, a batch may take one part in so many of the time. */
  private static final int SHARE = 5;

  /** While several come together: in a rush the batches of claims need what these take. */
  private static final int SHARE_OF_MANY = 25;

  private static final Duration LONGEST_GATHERING = Duration.ofMillis(100);

  private final DataSource database;
  private final LedgerConfig.Sequencing config;
  private final Sequencer sequencer;
  private final Lease lease;
  private final Semaphore wake = new Semaphore(0);
  private final Time time;

  /** Of the entries that this instance gave a leaf. */
  private final Timer lag;

  private final LongAdder conflicts = new LongAdder();

  private volatile boolean running;
  private volatile String failure;
  private Thread thread;
  private int limit;
  private Duration took = Duration.ZERO;
  private int together;
  private Long firstQueued;
  private long firstSeenAt;

  SequencerPump(
      DataSource database, LedgerConfig config, Time time, Ids ids, MeterRegistry metrics) {
    this.database = database;
    this.time = time;
    this.lag =
        Timer.builder("microwish.ledger.lag")
            .description("From an entry's recording, its commit included, to its leaf's")
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
      running = true;
      thread = Thread.ofPlatform().name("ledger-sequencer").daemon().start(this::pump);
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    wake.release();
    if (thread != null) {
      thread.join(Duration.ofSeconds(5));
    }
  }

  /** Something was committed here. */
  void appended(@Observes(during = TransactionPhase.AFTER_SUCCESS) Ledger.Appended appended) {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  /** Batches that a rival made void. */
  long conflicts() {
    return conflicts.sum();
  }

  /** Why the last batch failed, or nothing when it did not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  private void pump() {
    while (running) {
      try {
        boolean more = step();
        failure = null;
        if (!more) {
          boolean ours = lease.held();
          boolean woken = await(ours ? config.poll() : WATCH_EVERY);
          if (woken && ours) {
            gather();
          }
        }
      } catch (SQLException | RuntimeException failed) {
        // Once for each spell of failures: a database that is away would fill the log.
        if (failure == null) {
          LOG.warnf(failed, "The sequencer stops and tries again every second: %s", failed);
        }
        failure = failed.toString();
        await(PAUSE_AFTER_FAILURE);
      }
    }
    try {
      lease.release();
    } catch (SQLException | RuntimeException unimportant) {
      LOG.debug("The lease runs out by itself.", unimportant);
    }
  }

  /**
   * Lets others come, whom no commit may cut short: a batch costs nearly as much for one entry as
   * for fifty. The dearer it was, the longer.
   */
  private void gather() {
    Duration fair = took.multipliedBy(together > 1 ? SHARE_OF_MANY : SHARE);
    Duration enough = fair.compareTo(LONGEST_GATHERING) < 0 ? fair : LONGEST_GATHERING;
    try {
      Thread.sleep(enough.compareTo(config.gather()) < 0 ? config.gather() : enough);
    } catch (InterruptedException ended) {
      running = false;
    }
    wake.drainPermits();
  }

  /** Does one batch if there is one to do and it is ours; answers whether there is more. */
  private boolean step() throws SQLException {
    Long first = firstQueued();
    if (first == null || !(lease.held() || isStuck(first))) {
      return false;
    }
    long began = System.nanoTime();
    Sequencer.Batch batch = sequencer.sequence(limit);
    if (batch.conflict()) {
      conflicts.increment();
      await(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, 20)));
      return true;
    }
    Instant now = time.now();
    // The entry may be from an instance whose clock is ahead of ours.
    batch
        .recorded()
        .forEach(at -> lag.record(at.isAfter(now) ? Duration.ZERO : Duration.between(at, now)));
    took = Duration.ofNanos(System.nanoTime() - began);
    together = batch.integrated();
    if (took.compareTo(LONG_BATCH) > 0) {
      limit = Math.max(config.smallestBatch(), limit / 2);
    } else if (batch.more()) {
      limit = Math.min(config.largestBatch(), limit * 2);
    }
    return batch.more() && batch.integrated() > 0;
  }

  private Long firstQueued() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT qid FROM ledger_queue ORDER BY qid LIMIT 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : null;
    }
  }

  /** Whether the same entry has been first for too long, by this instance's own watch. */
  private boolean isStuck(Long first) {
    if (!first.equals(firstQueued)) {
      firstQueued = first;
      firstSeenAt = System.nanoTime();
    }
    return System.nanoTime() - firstSeenAt > STUCK_AFTER.toNanos();
  }

  private boolean await(Duration time) {
    try {
      boolean woken = wake.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
      wake.drainPermits();
      return woken;
    } catch (InterruptedException ended) {
      running = false;
      return false;
    }
  }
}
