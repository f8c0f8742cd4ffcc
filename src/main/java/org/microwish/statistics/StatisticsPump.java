package org.microwish.statistics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
import org.microwish.ledger.LedgerFollower;
import org.microwish.platform.Lateness;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.statistics.Projection.Step;

/**
 * The background thread that computes the statistics. Each round counts new leaves. If there are no
 * new leaves and a rebuild is running, the round counts older leaves for the rebuild's generation,
 * which is a second copy of all statistics. The round then refreshes {@link CurrentStatistics} and
 * deletes replaced generations. An instance that is configured not to count only does the refresh.
 * Metrics and the health check show the progress.
 */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@ApplicationScoped
public class StatisticsPump implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(StatisticsPump.class);

  /** Maximum time that a round counts leaves before it refreshes {@link CurrentStatistics}. */
  private static final Duration SHOWN_EVERY = Duration.ofSeconds(1);

  /** Maximum time that a round counts leaves for a rebuild before it looks for new leaves again. */
  private static final Duration FILLED_FOR = Duration.ofMillis(500);

  /**
   * Longest pause if leaves are still uncounted, usually because another instance is counting them.
   */
  private static final Duration FOLLOW_AGAIN = Duration.ofMillis(200);

  /** Longest pause if all leaves are counted; new leaves end the pause earlier. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  private final DataSource database;
  private final Projection projection;
  private final Rebuilds rebuilds;
  private final CurrentStatistics current;
  private final StatisticsConfig config;
  private final StatisticsTables rows = new StatisticsTables();
  private final Pump pump = new Pump("statistics", this::round);

  /**
   * The minimum pause after a round is the round's duration times this number, but not longer than
   * {@link #LONGEST_PAUSE}. Under load every round rewrites the same few rows, so pauses save
   * writes.
   */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final LongAdder steps = new LongAdder();
  private final LongAdder conflicts = new LongAdder();

  private final Lateness lateness = new Lateness();
  private volatile long faults;

  StatisticsPump(
      DataSource database,
      Projection projection,
      Rebuilds rebuilds,
      CurrentStatistics current,
      StatisticsConfig config) {
    this.database = database;
    this.projection = projection;
    this.rebuilds = rebuilds;
    this.current = current;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    pump.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  /** Wakes the pump when the ledger has new leaves. */
  void grown(@Observes LedgerFollower.Grown grown) {
    pump.wake();
  }

  /** Starts a round at once, because a caller waits for its result. */
  void hurry() {
    pump.hurry();
  }

  private Pause round() throws SQLException {
    long begun = System.nanoTime();
    if (work()) {
      return Pause.NONE;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new Pause(
        Pump.fair(took, SHARE, Duration.ZERO, LONGEST_PAUSE),
        lateness.lag() > 0 ? FOLLOW_AGAIN : LOOK_AT_LEAST_EVERY);
  }

  /** Does one round of work; returns true if the next round should begin at once. */
  private boolean work() throws SQLException {
    boolean more = false;
    if (config.enabled()) {
      more = drain(StatisticsCursor.LIVE, SHOWN_EVERY);
      if (!more && rebuilds.running().isPresent()) {
        more = drain(StatisticsCursor.FILLING, FILLED_FOR);
        if (!more && rebuilds.finish()) {
          LOG.info("The rebuilt statistics are live.");
        }
      }
    }
    current.refresh();
    measure();
    // Deletes after the refresh, so that this instance no longer uses the generation to delete.
    return (config.enabled() && rebuilds.clean()) || more;
  }

  /**
   * Counts leaves until there are no more, another instance is counting them, or {@code time} is
   * over; returns true only in the last case.
   */
  private boolean drain(StatisticsCursor cursor, Duration time) throws SQLException {
    long end = System.nanoTime() + time.toNanos();
    do {
      Step step = projection.step(cursor);
      switch (step) {
        case LEVEL -> {
          return false;
        }
        case ADVANCED -> steps.increment();
        case OVERTAKEN -> {
          // Another instance counted these leaves first, or the transaction conflicted: leave the
          // counting to the other instances, and check again after the pause.
          conflicts.increment();
          return false;
        }
      }
    } while (System.nanoTime() - end < 0);
    return true;
  }

  private void measure() throws SQLException {
    try (Connection connection = database.getConnection()) {
      lateness.measured(Math.max(0, rows.size(connection) - current.asOf().treeSize()));
      faults = rows.faults(connection);
    }
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.statistics.lag", this, statistics -> statistics.lateness.lag())
        .description("Leaves that the statistics of this instance do not include yet")
        .register(metrics);
    Gauge.builder("microwish.statistics.faults", this, statistics -> statistics.faults)
        .description("Leaves that the statistics could not count correctly")
        .register(metrics);
    FunctionCounter.builder("microwish.statistics.steps", steps, LongAdder::sum)
        .description("Batches of leaves that this instance counted")
        .register(metrics);
    FunctionCounter.builder("microwish.statistics.conflicts", conflicts, LongAdder::sum)
        .description("Batches that another instance had already counted")
        .register(metrics);
  }

  /**
   * Reports the statistics as down if leaves have waited too long to be counted or the last round
   * failed. This is not a readiness check: answers stay correct for the tree size that they name.
   */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lateness.behind();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("statistics")
            .withData("lag", lateness.lag())
            .withData("behindSeconds", behind.toSeconds())
            .withData("faults", faults);
    pump.failure().ifPresent(failure -> answer.withData("failure", failure));
    return answer
        .status(pump.failure().isEmpty() && behind.compareTo(config.lateAfter()) <= 0)
        .build();
  }
}
