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
 * Counts attempts to use a secret, and locks an account or address out after too many failures. The
 * counts are in the database, so that all instances share them. Each call runs in a transaction of
 * its own: an attempt counts even if the command is rolled back. Times are those of the database's
 * clock.
 *
 * <pre>{@code
 * attempts.spend("password", login);                 // before the secret is checked
 * attempts.spend("password-address", address);
 * if (!right) {
 *   attempts.failed("password", login);
 *   attempts.failed("password-address", address);
 *   throw …;
 * }
 * attempts.succeeded("password", login);
 * }</pre>
 *
 * <p>Do not call {@code succeeded} for an address: an attacker could clear the failures of attempts
 * on other accounts by logging in to an account of their own.
 */
@ApplicationScoped
public class Attempts {

  private static final Logger LOG = Logger.getLogger(Attempts.class);

  private static final String MAC = "HmacSHA256";

  /**
   * How many times the length of a lockout can double: after this number of doublings, every
   * lockout has the maximum length. Also keeps the computation from overflowing.
   */
  private static final int MOST_DOUBLINGS = 30;

  /** How long a row is kept after its last change; older rows no longer matter and are deleted. */
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
   * Counts one attempt, before the result of the attempt is known. Of concurrent attempts, each is
   * counted.
   *
   * @param kind the kind of secret, which selects the limits in the configuration: lower-case
   *     letters and hyphens, at most 32 characters
   * @param key the account, login, openid or address for which to count; only a keyed hash of it is
   *     stored
   * @throws ProblemException TOO_MANY_REQUESTS with Retry-After if the key is locked out or has no
   *     attempts left in the current window
   */
  public void spend(String kind, String key) {
    LimitsConfig.AttemptLimit limit = limit(kind);
    Duration wait =
        change(
            kind,
            key,
            row -> {
              Duration left = row.wait(limit);
              if (left.isZero()) {
                if (!row.windowStartedAt.plus(limit.window()).isAfter(row.now)) {
                  row.windowStartedAt = row.now;
                  row.tries = 0;
                }
                row.tries++;
              }
              return left;
            });
    refuse(kind, wait);
  }

  /**
   * Refuses like {@link #spend}, but counts and stores nothing. Call this for a key that the caller
   * cannot choose, such as a network address, before {@link #spend} for a key that the caller can
   * choose, such as a login name: otherwise an address that is locked out could fill the table with
   * invented names.
   *
   * @throws ProblemException TOO_MANY_REQUESTS, see {@link #spend}
   */
  public void require(String kind, String key) {
    byte[] hash = hash(kind, key);
    refuse(
        kind,
        transactions.call(
            () ->
                queries
                    .read(kind, hash)
                    .map(row -> new Counts(row).wait(limit(kind)))
                    .orElse(Duration.ZERO)));
  }

  private static void refuse(String kind, Duration wait) {
    if (wait.isPositive()) {
      LOG.infof("too many attempts: %s", kind);
      throw ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(wait);
    }
  }

  /**
   * Counts a failed attempt. After too many failures in a row, locks the key out; each further
   * failure doubles the length of the lockout, up to a maximum.
   */
  public void failed(String kind, String key) {
    LimitsConfig.AttemptLimit limit = limit(kind);
    change(
        kind,
        key,
        row -> {
          // Failures count as being in a row unless the longest lockout plus one window passes
          // between them.
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

  /** Clears the failures and the lockout of the key, after a successful attempt. */
  public void succeeded(String kind, String key) {
    transactions.run(() -> queries.forgetFailures(kind, hash(kind, key)));
  }

  private LimitsConfig.AttemptLimit limit(String kind) {
    return config.attempts().get(kind);
  }

  /** The counts of one row, which a {@link Change} can modify, and the database's time. */
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

    /** Returns how long to wait before another attempt; zero if one is allowed now. */
    Duration wait(LimitsConfig.AttemptLimit limit) {
      if (lockedUntil != null && lockedUntil.isAfter(now)) {
        return Duration.between(now, lockedUntil);
      }
      Instant end = windowStartedAt.plus(limit.window());
      return tries >= limit.tries() && end.isAfter(now)
          ? Duration.between(now, end)
          : Duration.ZERO;
    }

    private static Instant instant(LocalDateTime time) {
      return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
  }

  @FunctionalInterface
  private interface Change {
    /**
     * Changes the counts of attempts and failures. Returns how long the caller must wait before
     * another attempt; zero if the attempt is allowed.
     */
    Duration apply(Counts row);
  }

  private Duration change(String kind, String key, Change change) {
    byte[] hash = hash(kind, key);
    return transactions.call(
        () -> {
          queries.lock(kind, hash);
          Counts row = new Counts(queries.read(kind, hash).orElseThrow());
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

  /**
   * Returns a 32-byte hash of a text, keyed with the secret with which this class also hashes
   * accounts and addresses. All instances compute the same hash; without the secret, nobody can
   * compute it.
   */
  public byte[] tag(String kind, String text) {
    return hash(kind, text);
  }

  private byte[] hash(String kind, String key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(secret);
      mac.update(kind.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(key.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("algorithm not available: " + MAC, e);
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
