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
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/** Drives this instance's part of the numbering in one thread; metrics and health say how far. */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class SerialNumberPump implements HealthCheck {

  /** Rounds may take one part in so many of the time. */
  private static final int SHARE = 20;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** While there are no new leaves and nobody wakes the pump. */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /** How long leaves may wait before health says so. */
  private static final Duration LATE_AFTER = Duration.ofSeconds(30);

  private final SerialNumberProjection projection;
  private final Pump pump = new Pump("serial-numbers", this::round);
  private volatile long lag;
  private volatile long levelAt = System.nanoTime();

  SerialNumberPump(SerialNumberProjection projection) {
    this.projection = projection;
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

  private Pause round() throws SQLException {
    long begun = System.nanoTime();
    for (AggregateType type : Numbering.SUBMISSIONS.keySet()) {
      while (projection.step(type) == Step.ADVANCED) {
        // Until there is nothing more, or somebody else is at it.
      }
    }
    lag = projection.lag();
    if (lag == 0) {
      levelAt = System.nanoTime();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    Duration least = Pump.fair(took, SHARE, Duration.ZERO, LONGEST_PAUSE);
    return new Pause(least, lag > 0 ? LONGEST_PAUSE : LOOK_AT_LEAST_EVERY);
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    Gauge.builder("microwish.serial.numbers.lag", this, pump -> pump.lag)
        .description("Leaves that have not been looked at for serial numbers")
        .register(metrics);
  }

  /** Down when numbers are late; nothing else waits for them, so not unready. */
  @Override
  public HealthCheckResponse call() {
    Duration behind = lag == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - levelAt);
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("serial numbers")
            .withData("lag", lag)
            .withData("behindSeconds", behind.toSeconds());
    pump.failure().ifPresent(failure -> answer.withData("failure", failure));
    return answer.status(pump.failure().isEmpty() && behind.compareTo(LATE_AFTER) <= 0).build();
  }
}
