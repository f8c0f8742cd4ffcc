package org.microwish.lifecycle.serial;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.microwish.ledger.LedgerFollower;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.lifecycle.serial.SerialNumberProjection.Step;
import org.microwish.lifecycle.serial.numbering.Numbering;
import org.microwish.platform.Lateness;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * Runs {@link SerialNumberProjection} repeatedly in one thread of this instance, and reports its
 * progress as a metric and a health check.
 */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@ApplicationScoped
public class SerialNumberPump implements HealthCheck {

  /** Length of the minimum pause after a round, as a multiple of the time that the round took. */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Maximum pause while no new leaves are known; the pump is also woken when leaves are added. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /** The health check reports down if leaves have waited longer than this to be processed. */
  private static final Duration LATE_AFTER = Duration.ofSeconds(30);

  private final SerialNumberProjection projection;
  private final Pump pump = new Pump("serial-numbers", this::round);
  private final Lateness lateness = new Lateness();

  SerialNumberPump(SerialNumberProjection projection) {
    this.projection = projection;
  }

  void start(@Observes StartupEvent event) {
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
    for (AggregateType type : Numbering.SUBMISSIONS.keySet()) {
      while (projection.step(type) == Step.ADVANCED) {
        // Repeats until all leaves are processed, or another instance moves the cursor first.
      }
    }
    lateness.measured(projection.lag());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Duration least = Pump.fair(took, SHARE, Duration.ZERO, LONGEST_PAUSE);
    return new Pause(least, lateness.lag() > 0 ? LONGEST_PAUSE : LOOK_AT_LEAST_EVERY);
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.serial.numbers.lag", this, pump -> pump.lateness.lag())
        .description("Leaves that have not been processed for serial numbers yet")
        .register(metrics);
  }

  /**
   * Reports down if numbers are late or the last round failed. Not part of readiness, because
   * nothing else depends on the numbers.
   */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lateness.behind();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("serial numbers")
            .withData("lag", lateness.lag())
            .withData("behindSeconds", behind.toSeconds());
    pump.failure().ifPresent(failure -> answer.withData("failure", failure));
    return answer.status(pump.failure().isEmpty() && behind.compareTo(LATE_AFTER) <= 0).build();
  }
}
