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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jboss.logging.Logger;
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

  /** After a failure that is no conflict. */
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final DataSource database;
  private final Projection projection;
  private final Rebuilds rebuilds;
  private final CurrentStatistics current;
  private final StatisticsConfig config;
  private final FigureRows rows = new FigureRows();
  private final Semaphore wake = new Semaphore(0);

  /** A round may take one part in so many of the time. */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final LongAdder steps = new LongAdder();
  private final LongAdder conflicts = new LongAdder();

  private volatile boolean running;
  private volatile String failure;
  private volatile long lag;
  private volatile long faults;
  private volatile long levelAt = System.nanoTime();
  private Thread thread;

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
    running = true;
    thread = Thread.ofPlatform().name("statistics").daemon().start(this::pump);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    wake.release();
    if (thread != null) {
      thread.join(Duration.ofSeconds(5));
    }
  }

  /** Looks at once, not only when the pause is over. */
  void wake() {
    wake.release();
  }

  private void pump() {
    while (running) {
      Duration pause = config.poll();
      try {
        long begun = System.nanoTime();
        if (work()) {
          pause = Duration.ZERO;
        } else {
          pause = pauseAfter(Duration.ofNanos(System.nanoTime() - begun));
        }
        failure = null;
      } catch (SQLException | RuntimeException failed) {
        // Once for each spell of failures: a database that is away would fill the log.
        if (failure == null) {
          LOG.warnf(failed, "The statistics stop and try again every second: %s", failed);
        }
        failure = failed.toString();
        pause = PAUSE_AFTER_FAILURE;
      }
      try {
        if (wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException ended) {
        running = false;
      }
    }
  }

  /**
   * In a rush every round rewrites the same few rows: the more a round costs, the longer the next
   * one waits, so that counting takes a small part of the machine.
   */
  private Duration pauseAfter(Duration round) {
    Duration fair = round.multipliedBy(SHARE);
    return fair.compareTo(config.poll()) < 0
        ? config.poll()
        : fair.compareTo(LONGEST_PAUSE) < 0 ? fair : LONGEST_PAUSE;
  }

  /** One round; answers whether there is more to do at once. */
  private boolean work() throws SQLException {
    boolean more = false;
    if (config.enabled()) {
      more = drain(Cursor.LIVE, SHOWN_EVERY);
      if (!more && rebuilds.running().isPresent()) {
        more = drain(Cursor.FILLING, FILLED_FOR);
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
  private boolean drain(Cursor cursor, Duration time) throws SQLException {
    long end = System.nanoTime() + time.toNanos();
    while (running) {
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
      if (System.nanoTime() - end >= 0) {
        return true;
      }
    }
    return false;
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
    Gauge.builder("microwish.statistics.lag", this, pump -> pump.lag)
        .description("Leaves that this instance's answers do not count yet")
        .register(metrics);
    Gauge.builder("microwish.statistics.faults", this, pump -> pump.faults)
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
    if (failure != null) {
      answer.withData("failure", failure);
    }
    return answer.status(failure == null && behind.compareTo(config.lateAfter()) <= 0).build();
  }
}
