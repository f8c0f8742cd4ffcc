package org.microwish.wish;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Sweep;
import org.microwish.platform.sql.Transactions;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.WishState;

/**
 * Does what deadlines demand: claims lapse or become overdue, open wishes expire or close, public
 * notices end, old idempotency keys go. Runs in every instance: each finding is only a hint, and
 * the command decides again under the wish's lock, so each thing happens exactly once. Time is the
 * database's; an instance whose own clock is off by more than a minute leaves it to the others.
 */
@Default // @Wellness is a qualifier, which takes the default one away.
@Wellness
@ApplicationScoped
public class Sweeper implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(Sweeper.class);

  /** Findings of one page. */
  private static final int BATCH = 200;

  /** Keys are promised for 24 hours; a phone that was off over a weekend is served as well. */
  private static final Duration KEYS_KEPT = Duration.ofDays(4);

  private final EntityManager entities;
  private final Transactions transactions;
  private final Sweep sweep;
  private final DatabaseClock clock;
  private final WishClosing wishes;
  private final ClaimService claims;

  Sweeper(
      EntityManager entities,
      Transactions transactions,
      Sweep sweep,
      DatabaseClock clock,
      WishClosing wishes,
      ClaimService claims) {
    this.entities = entities;
    this.transactions = transactions;
    this.sweep = sweep;
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
        sweep.run("claims' deadlines", BATCH, this::dueClaims, this::endClaim)
            + sweep.run("wishes' dates", BATCH, this::dueWishes, this::endClaiming)
            + sweep.run("public notices", BATCH, this::dueNotices, this::archive);
    if (clock.isOwnClockRight()) {
      transactions.run(() -> forgetKeys(clock.now()));
    }
    return done;
  }

  /**
   * A claim or a wish whose time is over.
   *
   * @param begun whether work on the claim has begun, or the wish has claims
   */
  record Due(long id, boolean begun) {}

  private List<Due> dueClaims(Instant now, int limit) {
    return entities
        .createQuery(
            "select c.id, c.startedAt is not null from Claim c"
                + " where c.state = ?1 and c.nextCheckAt <= ?2"
                + " and exists (from Wish w where w.id = c.wishId and w.held = false)"
                + " order by c.nextCheckAt",
            Due.class)
        .setParameter(1, ClaimState.ACTIVE)
        .setParameter(2, now)
        .setMaxResults(limit)
        .getResultList();
  }

  private boolean endClaim(Due claim, Instant now) {
    transactions.call(
        () -> claim.begun() ? claims.markOverdue(claim.id(), now) : claims.lapse(claim.id(), now));
    return true;
  }

  private List<Due> dueWishes(Instant now, int limit) {
    return entities
        .createQuery(
            "select w.id, w.activeClaims > 0 from Wish w"
                + " where w.state = ?1 and w.claimBy <= ?2 and w.held = false order by w.claimBy",
            Due.class)
        .setParameter(1, WishState.OPEN)
        .setParameter(2, now)
        .setMaxResults(limit)
        .getResultList();
  }

  private boolean endClaiming(Due wish, Instant now) {
    transactions.call(
        () -> wish.begun() ? wishes.closeAtDate(wish.id(), now) : wishes.expire(wish.id(), now));
    return true;
  }

  private List<Long> dueNotices(Instant now, int limit) {
    return entities
        .createQuery(
            "select w.id from Wish w where w.state = ?1 and w.noticeUntil <= ?2 and w.held = false"
                + " order by w.noticeUntil",
            Long.class)
        .setParameter(1, WishState.FULFILLED)
        .setParameter(2, now)
        .setMaxResults(limit)
        .getResultList();
  }

  private boolean archive(Long wish, Instant now) {
    transactions.call(() -> wishes.archive(wish, now));
    return true;
  }

  private void forgetKeys(Instant now) {
    entities
        .createNativeQuery("DELETE FROM idempotency WHERE created_at < ?1 LIMIT 1000")
        .setParameter(1, now.minus(KEYS_KEPT))
        .executeUpdate();
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
