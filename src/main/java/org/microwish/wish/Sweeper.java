package org.microwish.wish;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
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

  /** Findings of one look; the next look takes what is left. */
  private static final int BATCH = 200;

  /** Keys are promised for 24 hours; a phone that was off over a weekend is served as well. */
  private static final Duration KEYS_KEPT = Duration.ofDays(4);

  private final EntityManager entities;
  private final Transactions transactions;
  private final DatabaseClock clock;
  private final WishClosing wishes;
  private final ClaimService claims;

  Sweeper(
      EntityManager entities,
      Transactions transactions,
      DatabaseClock clock,
      WishClosing wishes,
      ClaimService claims) {
    this.entities = entities;
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
   * Looks once for everything that is due and does it.
   *
   * @return how many commands were carried out
   */
  public int sweep() {
    Instant now = transactions.call(clock::now);
    if (!clock.isOwnClockRight()) {
      LOG.errorf("The sweeper stands still: this machine's clock is off by %s", clock.offset());
      return 0;
    }
    int done = 0;
    for (Due due : transactions.call(() -> find(now))) {
      if (carryOut(due, now)) {
        done++;
      }
    }
    transactions.run(() -> forgetKeys(now));
    return done;
  }

  /** What a due row asks for. */
  private enum Kind {
    CLAIM,
    CLAIM_BY,
    NOTICE
  }

  private record Due(Kind kind, long id, boolean started, boolean claimed) {}

  private List<Due> find(Instant now) {
    List<Due> due = new ArrayList<>();
    entities
        .createQuery(
            "select c.id, c.startedAt from Claim c where c.state = ?1 and c.nextCheckAt <= ?2"
                + " and exists (from Wish w where w.id = c.wishId and w.held = false)"
                + " order by c.nextCheckAt",
            Object[].class)
        .setParameter(1, ClaimState.ACTIVE)
        .setParameter(2, now)
        .setMaxResults(BATCH)
        .getResultList()
        .forEach(row -> due.add(new Due(Kind.CLAIM, (Long) row[0], row[1] != null, false)));
    entities
        .createQuery(
            "select w.id, w.activeClaims from Wish w where w.state = ?1 and w.claimBy <= ?2 and"
                + " w.held = false order by w.claimBy",
            Object[].class)
        .setParameter(1, WishState.OPEN)
        .setParameter(2, now)
        .setMaxResults(BATCH)
        .getResultList()
        .forEach(
            row -> due.add(new Due(Kind.CLAIM_BY, (Long) row[0], false, (Integer) row[1] > 0)));
    entities
        .createQuery(
            "select w.id from Wish w where w.state = ?1 and w.noticeUntil <= ?2 and w.held = false"
                + " order by w.noticeUntil",
            Long.class)
        .setParameter(1, WishState.FULFILLED)
        .setParameter(2, now)
        .setMaxResults(BATCH)
        .getResultList()
        .forEach(id -> due.add(new Due(Kind.NOTICE, id, false, false)));
    return due;
  }

  private boolean carryOut(Due due, Instant now) {
    try {
      transactions.call(
          () ->
              switch (due.kind()) {
                case CLAIM ->
                    due.started() ? claims.markOverdue(due.id(), now) : claims.lapse(due.id(), now);
                case CLAIM_BY ->
                    due.claimed()
                        ? wishes.closeAtDate(due.id(), now)
                        : wishes.expire(due.id(), now);
                case NOTICE -> wishes.archive(due.id(), now);
              });
      return true;
    } catch (ProblemException overtaken) {
      // Somebody was faster: another instance, or a command that moved the date.
      LOG.debugf("%s %d was not due any more: %s", due.kind(), due.id(), overtaken.getMessage());
      return false;
    }
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
