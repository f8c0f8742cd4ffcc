package org.microwish.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.microwish.platform.Lateness;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * Runs a projection of the ledger in one thread of this instance, and reports how late it is as a
 * metric and as a health check that is not part of readiness.
 */
public abstract class ProjectionPump implements HealthCheck {

  /** Length of the minimum pause after a round, as a multiple of the time that the round took. */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Maximum pause while no new leaves are known; the pump is also woken when leaves are added. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  private final String name;
  private final Duration lateAfter;
  private final Pump pump;
  private final Lateness lateness = new Lateness();

  /**
   * Creates a pump.
   *
   * @param name of the thread, the health check and the metric {@code microwish.<name>.lag}: lower
   *     case, with blanks between words
   * @param lateAfter the health check reports down if leaves have waited longer than this
   */
  @SuppressWarnings("this-escape") // The pump's thread starts later, with the service.
  protected ProjectionPump(String name, Duration lateAfter) {
    this.name = name;
    this.lateAfter = lateAfter;
    this.pump = new Pump(name.replace(' ', '-'), this::round);
  }

  /** Processes all new leaves, unless another instance is processing them. */
  protected abstract void catchUp() throws SQLException;

  /** Returns the number of leaves that are not processed yet. */
  protected abstract long lag() throws SQLException;

  void start(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish." + name.replace(' ', '.') + ".lag", lateness, Lateness::lag)
        .description("Leaves that have not been processed for %s yet".formatted(name))
        .register(metrics);
    pump.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
  }

  /** Wakes the pump, because new leaves were added. */
  void grown(@Observes LedgerFollower.Grown grown) {
    pump.wake();
  }

  private Pause round() throws SQLException {
    long begun = System.nanoTime();
    catchUp();
    lateness.measured(lag());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Duration least = Pump.fair(took, SHARE, Duration.ZERO, LONGEST_PAUSE);
    return new Pause(least, lateness.lag() > 0 ? LONGEST_PAUSE : LOOK_AT_LEAST_EVERY);
  }

  /** Reports down if leaves have waited too long or the last round failed. */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lateness.behind();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named(name)
            .withData("lag", lateness.lag())
            .withData("behindSeconds", behind.toSeconds());
    pump.failure().ifPresent(failure -> answer.withData("failure", failure));
    return answer.status(pump.failure().isEmpty() && behind.compareTo(lateAfter) <= 0).build();
  }
}
