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

/**
 * Reports, in the health check and the metrics, for how long checkpoints have waited for the
 * cosignature of each witness.
 */
@Wellness
@ApplicationScoped
public class WitnessStatus implements HealthCheck {

  /**
   * The health check reports down when a checkpoint has waited longer than this for the cosignature
   * of a witness that this service asks.
   */
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

  /**
   * Returns the age of the first checkpoint after the last one that the witness cosigned; zero if
   * the witness cosigned the newest checkpoint.
   */
  Duration age(NoteKey witness) {
    Instant now = time.now();
    return checkpoints
        .waitingSince(config.origin(), witness)
        // Another instance, whose clock is ahead of ours, may have published the checkpoint.
        .filter(since -> since.isBefore(now))
        .map(since -> Duration.between(since, now))
        .orElse(Duration.ZERO);
  }

  /**
   * Reports down while a witness that this service asks is late, or if the database cannot be read.
   * A witness without a configured address does not count, because it submits cosignatures when it
   * chooses.
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
