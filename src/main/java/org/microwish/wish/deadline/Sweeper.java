package org.microwish.wish.deadline;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.wish.claim.ClaimService;
import org.microwish.wish.command.WishClosing;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;

/**
 * Carries out what deadlines demand: claims lapse or become overdue, open wishes expire or close,
 * public notices end, old idempotency keys are deleted. Runs in every instance; see {@link Sweep}
 * for why each thing still happens exactly once.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class Sweeper implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  /** Findings of one look. */
  private static final int PAGE = 200;

  /** Keys are promised for 24 hours; a phone that was off over a weekend is served as well. */
  private static final Duration KEYS_KEPT = Duration.ofDays(4);

  private final Sweep sweep;
  private final SweepQueries queries;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final WishClosing wishes;
  private final ClaimService claims;

  Sweeper(
      Sweep sweep,
      SweepQueries queries,
      Transactions transactions,
      DatabaseClock clock,
      WishClosing wishes,
      ClaimService claims) {
    this.sweep = sweep;
    this.queries = queries;
    this.transactions = transactions;
    this.clock = clock;
    this.wishes = wishes;
    this.claims = claims;
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
    int done =
        sweep.run(
            "claims' dates",
            PAGE,
            (now, limit) -> queries.claims(ClaimState.ACTIVE, now, limit),
            this::endClaim);
    done +=
        sweep.run(
            "claim-by dates",
            PAGE,
            (now, limit) -> queries.claimBys(WishState.OPEN, now, limit),
            this::endClaiming);
    done +=
        sweep.run(
            "public notices",
            PAGE,
            (now, limit) -> queries.notices(WishState.FULFILLED, now, limit),
            this::archive);
    if (clock.isOwnClockRight()) {
      transactions.run(() -> queries.forgetKeys(clock.now().minus(KEYS_KEPT)));
    }
    return done;
  }

  private boolean endClaim(SweepQueries.DueClaim due, Instant now) {
    transactions.call(
        () ->
            due.startedAt() == null
                ? claims.lapse(due.id(), now)
                : claims.markOverdue(due.id(), now));
    return true;
  }

  private boolean endClaiming(SweepQueries.DueWish due, Instant now) {
    transactions.call(
        () ->
            due.activeClaims() > 0
                ? wishes.closeAtDate(due.id(), now)
                : wishes.expire(due.id(), now));
    return true;
  }

  private boolean archive(long wishId, Instant now) {
    transactions.call(() -> wishes.archive(wishId, now));
    return true;
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
