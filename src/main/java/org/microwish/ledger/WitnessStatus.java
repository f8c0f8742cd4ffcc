package org.microwish.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.platform.Time;

/** Reports in health and metrics for how long each witness has not cosigned. */
@Wellness
@ApplicationScoped
public class WitnessStatus implements HealthCheck {

  /** Health is down when a witness that this service asks has not cosigned for so long. */
  private static final Duration LATE_AFTER = Duration.ofMinutes(10);

  private final LedgerConfig config;
  private final Witnesses witnesses;
  private final Checkpoints checkpoints;
  private final Time time;

  WitnessStatus(LedgerConfig config, Witnesses witnesses, Checkpoints checkpoints, Time time) {
    this.config = config;
    this.witnesses = witnesses;
    this.checkpoints = checkpoints;
    this.time = time;
  }

  void measure(@Observes StartupEvent event, MeterRegistry metrics) {
    witnesses
        .keys()
        .forEach(
            key ->
                Gauge.builder(
                        "microwish.ledger.uncosigned.age",
                        key,
                        witness -> age(witness).toMillis() / 1000.0)
                    .description(
                        "Age of the oldest checkpoint that the witness should have cosigned, 0 if"
                            + " it has cosigned the newest")
                    .baseUnit("seconds")
                    .tag("witness", key.name())
                    .register(metrics));
  }

  /** Age of the oldest checkpoint after the last one that the witness cosigned. */
  Duration age(NoteKey witness) {
    Instant now = time.now();
    return checkpoints
        .waitingSince(config.origin(), witness)
        // The checkpoint may be from an instance whose clock is ahead of ours.
        .filter(since -> since.isBefore(now))
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
  }

  /**
   * Down while a witness that this service asks is late. A witness without an address submits its
   * cosignatures when it likes.
   */
  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("ledger witnesses");
    try {
      boolean late = false;
      for (NoteKey key : witnesses.keys()) {
        Duration age = age(key);
        late |= witnesses.isAsked(key) && age.compareTo(LATE_AFTER) > 0;
        answer.withData(key.name() + " uncosigned seconds", age.toSeconds());
      }
      return answer.status(!late).build();
    } catch (RuntimeException unreachable) {
      return answer.withData("failure", unreachable.toString()).down().build();
    }
  }
}
