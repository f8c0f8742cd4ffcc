package org.microwish.lifecycle.deadline;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.microwish.platform.idempotency.IdempotencyKeys;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;

/**
 * Runs the commands that deadlines require on all aggregates, and deletes expired idempotency keys.
 * Runs in every instance; {@link Sweep} explains why each command still runs exactly once.
 */
@Default // @Wellness is a qualifier and removes the implicit @Default.
@Wellness
@ApplicationScoped
public class Sweeper implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  /**
   * How long idempotency keys are kept. The API promises 24 hours; the rest is for clients that
   * repeat a request after a weekend offline.
   */
  private static final Duration KEYS_KEPT = Duration.ofDays(4);

  private final Sweep sweep;
  private final DatabaseClock clock;
  private final Transactions transactions;
  private final IdempotencyKeys keys;
  private final Instance<Deadlines> all;

  public Sweeper(
      Sweep sweep,
      DatabaseClock clock,
      Transactions transactions,
      IdempotencyKeys keys,
      @Any Instance<Deadlines> all) {
    this.sweep = sweep;
    this.clock = clock;
    this.transactions = transactions;
    this.keys = keys;
    this.all = all;
  }

  @Scheduled(
      every = "${microwish.sweeper.every:10s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void onSchedule() {
    try {
      sweep();
    } catch (RuntimeException unreachable) {
      LOG.warnf("The commands of deadlines could not run: %s", unreachable.getMessage());
    }
  }

  /**
   * Runs all commands that are due, and deletes expired idempotency keys.
   *
   * @return the number of commands that were run
   */
  public int sweep() {
    int done = 0;
    for (Deadlines deadlines : all) {
      done += deadlines.carryOut(sweep);
    }
    if (clock.isOwnClockRight()) {
      transactions.run(() -> keys.forget(clock.now().minus(KEYS_KEPT)));
    }
    return done;
  }

  /**
   * Reports down while this instance's clock differs too much from the database's clock, because
   * the instance then skips its sweeps.
   */
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("clock")
        .status(clock.isOwnClockRight())
        .withData("offsetMillis", clock.offset().toMillis())
        .build();
  }
}
