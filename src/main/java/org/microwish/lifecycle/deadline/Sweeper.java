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
 * Carries out what deadlines demand of all aggregates, and forgets old idempotency keys. Runs in
 * every instance; see {@link Sweep} for why each thing still happens exactly once.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class Sweeper implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  /** Keys are promised for 24 hours; a phone that was off over a weekend is served as well. */
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
      LOG.warnf("The sweeper found no database to work on: %s", unreachable.getMessage());
    }
  }

  /**
   * Does everything that is due.
   *
   * @return how many commands were carried out
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

  /** Down while this instance's clock is off and its sweeper stands still. */
  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("clock")
        .status(clock.isOwnClockRight())
        .withData("offsetMillis", clock.offset().toMillis())
        .build();
  }
}
