package org.microwish.notification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.microwish.ledger.LedgerFollower;
import org.microwish.platform.Lateness;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Sweep;

/** Fills and empties the outbox in one thread of this instance, and reports how late it is. */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@ApplicationScoped
class MessagePump implements HealthCheck {

  /** Length of the minimum pause after a round, as a multiple of the time that the round took. */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /** The health check reports down if leaves have waited longer than this to be processed. */
  private static final Duration LATE_AFTER = Duration.ofMinutes(1);

  private final MessageProjection projection;
  private final MessageSender sender;
  private final NotificationConfig config;
  private final Sweep sweep;
  private final Time time;
  private final Pump pump = new Pump("messages", this::round);
  private final Lateness lateness = new Lateness();

  MessagePump(
      MessageProjection projection,
      MessageSender sender,
      NotificationConfig config,
      Sweep sweep,
      Time time) {
    this.projection = projection;
    this.sender = sender;
    this.config = config;
    this.sweep = sweep;
    this.time = time;
  }

  void start(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.messages.lag", lateness, Lateness::lag)
        .description("Leaves that have not been processed for messages yet")
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

  private Pause round() {
    long begun = System.nanoTime();
    projection.catchUp();
    lateness.measured(projection.lag());
    if (config.sends()) {
      sender.carryOut(sweep, time.now());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new Pause(Pump.fair(took, SHARE, Duration.ZERO, LONGEST_PAUSE), LOOK_AT_LEAST_EVERY);
  }

  /** Reports down if the outbox is late or the last round failed. Not part of readiness. */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lateness.behind();
    return HealthCheckResponse.named("messages")
        .withData("lag", lateness.lag())
        .withData("behindSeconds", behind.toSeconds())
        .status(pump.failure().isEmpty() && behind.compareTo(LATE_AFTER) <= 0)
        .build();
  }
}
