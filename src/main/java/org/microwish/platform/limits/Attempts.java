package org.microwish.platform.limits;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Counts tries at secrets and locks out who fails too often, in the database, so that all instances
 * share the count. Each call is a transaction of its own: a command that is refused and rolled back
 * has still been tried. Time is the database's.
 *
 * <pre>{@code
 * attempts.spend("password", login);                 // before the secret is looked at
 * attempts.spend("password-address", address);
 * if (!right) {
 *   attempts.failed("password", login);
 *   attempts.failed("password-address", address);
 *   throw …;
 * }
 * attempts.succeeded("password", login);
 * }</pre>
 *
 * <p>{@code succeeded} is never called for an address: one's own good login must not wipe out the
 * failures at other people's.
 */
@ApplicationScoped
public class Attempts {

  private static final Logger LOG = Logger.getLogger(Attempts.class);

  private static final String MAC = "HmacSHA256";

  /** Doubled more often than this, any lockout is beyond the longest. */
  private static final int MOST_DOUBLINGS = 30;

  /** A row that nobody has touched for longer says nothing any more. */
  private static final Duration KEPT = Duration.ofDays(2);

  private final AttemptQueries queries;
  private final Transactions transactions;
  private final LimitsConfig config;
  private final SecretKeySpec secret;

  Attempts(
      AttemptQueries queries,
      Transactions transactions,
      LimitsConfig config,
      @ConfigProperty(name = "quarkus.datasource.password", defaultValue = "microwish")
          String databasePassword) {
    this.queries = queries;
    this.transactions = transactions;
    this.config = config;
    this.secret =
        new SecretKeySpec(
            ("microwish.limits\0" + config.key().orElse(databasePassword))
                .getBytes(StandardCharsets.UTF_8),
            MAC);
  }

  /**
   * Counts one try, before it is known to be good or bad. Tries that run at the same time count
   * each.
   *
   * @param kind what is tried: lower-case letters and hyphens, at most 32; names its limits in the
   *     configuration
   * @param key who tries or is tried: an account, login, openid or address; only its keyed hash is
   *     stored
   * @throws ProblemException TOO_MANY_REQUESTS with Retry-After when locked out or out of tries
   */
  public void spend(String kind, String key) {
    LimitsConfig.AttemptLimit limit = limit(kind);
    Duration wait =
        change(
            kind,
            key,
            row -> {
              if (row.lockedUntil != null && row.lockedUntil.isAfter(row.now)) {
                return Duration.between(row.now, row.lockedUntil);
              }
              Instant end = row.windowStartedAt.plus(limit.window());
              if (!end.isAfter(row.now)) {
                row.windowStartedAt = row.now;
                row.tries = 0;
                end = row.now.plus(limit.window());
              }
              if (row.tries >= limit.tries()) {
                return Duration.between(row.now, end);
              }
              row.tries++;
              return Duration.ZERO;
            });
    if (wait.isPositive()) {
      LOG.infof("too many tries: %s", kind);
      throw ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(wait);
    }
  }

  /**
   * The try was bad: from a number of failures in a row on, locks the key out, longer each time.
   */
  public void failed(String kind, String key) {
    LimitsConfig.AttemptLimit limit = limit(kind);
    change(
        kind,
        key,
        row -> {
          // Forgotten only when a lockout of full length and a window have gone by in peace.
          Duration remembered = limit.longestLock().plus(limit.window());
          if (row.failedAt != null && !row.failedAt.plus(remembered).isAfter(row.now)) {
            row.failures = 0;
          }
          row.failures = Math.min(row.failures + 1, limit.failures() + MOST_DOUBLINGS);
          row.failedAt = row.now;
          int beyond = row.failures - limit.failures();
          if (beyond >= 0) {
            Duration lock = limit.lock().multipliedBy(1L << beyond);
            row.lockedUntil =
                row.now.plus(lock.compareTo(limit.longestLock()) < 0 ? lock : limit.longestLock());
          }
          return Duration.ZERO;
        });
  }

  /** The try was good: forgets the failures of that key. */
  public void succeeded(String kind, String key) {
    transactions.run(() -> queries.forgetFailures(kind, hash(kind, key)));
  }

  private LimitsConfig.AttemptLimit limit(String kind) {
    return config.attempts().get(kind);
  }

  /** A row's counts, and the database's time. */
  private static final class Counts {
    private final Instant now;
    private Instant windowStartedAt;
    private int tries;
    private int failures;
    private Instant failedAt;
    private Instant lockedUntil;

    Counts(AttemptQueries.Row row) {
      now = instant(row.now());
      windowStartedAt = instant(row.windowStartedAt());
      tries = row.tries();
      failures = row.failures();
      failedAt = instant(row.failedAt());
      lockedUntil = instant(row.lockedUntil());
    }

    private static Instant instant(LocalDateTime time) {
      return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
  }

  @FunctionalInterface
  private interface Change {
    /** Changes the counts and returns for how long the try is refused. */
    Duration apply(Counts row);
  }

  private Duration change(String kind, String key, Change change) {
    byte[] hash = hash(kind, key);
    return transactions.call(
        () -> {
          queries.lock(kind, hash);
          Counts row = new Counts(queries.read(kind, hash));
          Duration wait = change.apply(row);
          queries.write(
              kind,
              hash,
              row.windowStartedAt,
              row.tries,
              row.failures,
              row.failedAt,
              row.lockedUntil,
              row.now);
          return wait;
        });
  }

  private byte[] hash(String kind, String key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      mac.update(kind.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(key.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + MAC, e);
    }
  }

  @Scheduled(
      identity = "attempts-sweep",
      every = "1h",
      delayed = "3m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void forget() {
    transactions.deleteAll(most -> queries.deleteUntouched(KEPT.toSeconds(), most));
  }
}
