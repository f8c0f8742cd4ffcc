package org.microwish.lifecycle.inbox;

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
import org.microwish.ledger.LedgerFollower;
import org.microwish.platform.Lateness;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/** Runs {@link InboxProjection} in one thread of this instance, and reports how late it is. */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@ApplicationScoped
public class InboxPump implements HealthCheck {

  /** Length of the minimum pause after a round, as a multiple of the time that the round took. */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Maximum pause while no new leaves are known; the pump is also woken when leaves are added. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /** The health check reports down if leaves have waited longer than this to be processed. */
  private static final Duration LATE_AFTER = Duration.ofMinutes(1);

  private final InboxProjection projection;
  private final Pump pump = new Pump("inbox", this::round);
  private final Lateness lateness = new Lateness();

  InboxPump(InboxProjection projection) {
    this.projection = projection;
  }

  void start(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.inbox.lag", lateness, Lateness::lag)
        .description("Leaves that have not been processed for the inboxes yet")
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
    projection.catchUp();
    lateness.measured(projection.lag());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Duration least = Pump.fair(took, SHARE, Duration.ZERO, LONGEST_PAUSE);
    return new Pause(least, lateness.lag() > 0 ? LONGEST_PAUSE : LOOK_AT_LEAST_EVERY);
  }

  /** Reports down if inboxes are late or the last round failed. Not part of readiness. */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lateness.behind();
    return HealthCheckResponse.named("inbox")
        .withData("lag", lateness.lag())
        .withData("behindSeconds", behind.toSeconds())
        .status(pump.failure().isEmpty() && behind.compareTo(LATE_AFTER) <= 0)
        .build();
  }
}
