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
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.statistics.Projection.Step;

/**
 * Drives this instance's part of the statistics, in one thread: counts new leaves, without pause
 * while there are more, then fills a rebuild's generation, then clears away a replaced one, and
 * keeps {@link CurrentStatistics} up with whatever any instance wrote. Metrics and health say how
 * far it is.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class StatisticsPump implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(StatisticsPump.class);

  /** How long to count without letting anybody see it. */
  private static final Duration SHOWN_EVERY = Duration.ofSeconds(1);

  /** How long to fill a rebuild's generation before looking at new leaves again. */
  private static final Duration FILLED_FOR = Duration.ofMillis(500);

  /** How long to wait for leaves that somebody else is counting. */
  private static final Duration FOLLOW_AGAIN = Duration.ofMillis(200);

  /** While there are no new leaves and nobody wakes the pump. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  private final DataSource database;
  private final Projection projection;
  private final Rebuilds rebuilds;
  private final CurrentStatistics current;
  private final StatisticsConfig config;
  private final StatisticsTables rows = new StatisticsTables();
  private final Pump pump = new Pump("statistics", this::round);

  /**
   * Rounds may take one part in so many of the time: in a rush every round rewrites the same few
   * rows.
   */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final LongAdder steps = new LongAdder();
  private final LongAdder conflicts = new LongAdder();

  private volatile long lag;
  private volatile long faults;
  private volatile long levelAt = System.nanoTime();

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

  /** There are new leaves. */
  void grown(@Observes LedgerFollower.Grown grown) {
    pump.wake();
  }

  /** Counts at once what there is to count: somebody waits for it. */
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
        lag > 0 ? FOLLOW_AGAIN : LOOK_AT_LEAST_EVERY);
  }

  /** One round; answers whether there is more to do at once. */
  private boolean work() throws SQLException {
    boolean more = false;
    if (config.enabled()) {
      more = drain(StatisticsCursor.LIVE, SHOWN_EVERY);
      if (!more && rebuilds.running().isPresent()) {
        more = drain(StatisticsCursor.FILLING, FILLED_FOR);
        if (!more && rebuilds.finish()) {
          LOG.info("The rebuilt statistics answer from now on.");
        }
      }
    }
    current.refresh();
    measure();
    // A replaced generation goes only after this instance has left it.
    return (config.enabled() && rebuilds.clean()) || more;
  }

  /** Counts until there is nothing more or the time is up; answers whether there is more. */
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
          // Somebody else is at it: look again after the pause and leave it to them meanwhile.
          conflicts.increment();
          return false;
        }
      }
    } while (System.nanoTime() - end < 0);
    return true;
  }

  private void measure() throws SQLException {
    try (Connection connection = database.getConnection()) {
      lag = Math.max(0, rows.size(connection) - current.asOf().treeSize());
      faults = rows.faults(connection);
    }
    if (lag == 0) {
      levelAt = System.nanoTime();
    }
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.statistics.lag", this, statistics -> statistics.lag)
        .description("Leaves that this instance's answers do not count yet")
        .register(metrics);
    Gauge.builder("microwish.statistics.faults", this, statistics -> statistics.faults)
        .description("Leaves that could not be counted as they should")
        .register(metrics);
    FunctionCounter.builder("microwish.statistics.steps", steps, LongAdder::sum)
        .description("Batches of leaves that this instance counted")
        .register(metrics);
    FunctionCounter.builder("microwish.statistics.conflicts", conflicts, LongAdder::sum)
        .description("Batches that a rival had counted already")
        .register(metrics);
  }

  /** Down when leaves wait too long; answers stay true of their tree size, so not unready. */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lag == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - levelAt);
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("statistics")
            .withData("lag", lag)
            .withData("behindSeconds", behind.toSeconds())
            .withData("faults", faults);
    pump.failure().ifPresent(failure -> answer.withData("failure", failure));
    return answer
        .status(pump.failure().isEmpty() && behind.compareTo(config.lateAfter()) <= 0)
        .build();
  }
}
