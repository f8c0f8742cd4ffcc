package org.microwish.platform.limits;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDateTime;
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

  private static final int SWEPT_AT_ONCE = 1000;

  private final EntityManager entities;
  private final Transactions transactions;
  private final LimitsConfig config;
  private final SecretKeySpec secret;

  Attempts(
      EntityManager entities,
      Transactions transactions,
      LimitsConfig config,
      @ConfigProperty(name = "quarkus.datasource.password", defaultValue = "microwish")
          String databasePassword) {
    this.entities = entities;
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
              LocalDateTime end = row.windowStartedAt.plus(limit.window());
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
    transactions.run(
        () ->
            entities
                .createNativeQuery(
                    "UPDATE attempt SET failures = 0, failed_at = NULL, locked_until = NULL,"
                        + " updated_at = UTC_TIMESTAMP(6)"
                        + " WHERE kind = ?1 AND key_hash = ?2 AND failures > 0")
                .setParameter(1, kind)
                .setParameter(2, hash(kind, key))
                .executeUpdate());
  }

  private LimitsConfig.AttemptLimit limit(String kind) {
    return config.attempts().get(kind);
  }

  /** What stands in a row, and the database's time. */
  private static final class Row {
    private LocalDateTime now;
    private LocalDateTime windowStartedAt;
    private int tries;
    private int failures;
    private LocalDateTime failedAt;
    private LocalDateTime lockedUntil;
  }

  @FunctionalInterface
  private interface Change {
    /** Changes the row and answers for how long the try is refused. */
    Duration apply(Row row);
  }

  private Duration change(String kind, String key, Change change) {
    byte[] hash = hash(kind, key);
    return transactions.call(
        () -> {
          // Makes the row or locks it; whoever comes at the same time waits here.
          entities
              .createNativeQuery(
                  "INSERT INTO attempt (kind, key_hash, window_started_at, tries, failures,"
                      + " updated_at) VALUES (?1, ?2, UTC_TIMESTAMP(6), 0, 0, UTC_TIMESTAMP(6))"
                      + " ON DUPLICATE KEY UPDATE tries = tries")
              .setParameter(1, kind)
              .setParameter(2, hash)
              .executeUpdate();
          Row row = read(kind, hash);
          Duration wait = change.apply(row);
          entities
              .createNativeQuery(
                  "UPDATE attempt SET window_started_at = ?3, tries = ?4, failures = ?5,"
                      + " failed_at = ?6, locked_until = ?7, updated_at = ?8"
                      + " WHERE kind = ?1 AND key_hash = ?2")
              .setParameter(1, kind)
              .setParameter(2, hash)
              .setParameter(3, row.windowStartedAt)
              .setParameter(4, row.tries)
              .setParameter(5, row.failures)
              .setParameter(6, row.failedAt)
              .setParameter(7, row.lockedUntil)
              .setParameter(8, row.now)
              .executeUpdate();
          return wait;
        });
  }

  private Row read(String kind, byte[] hash) {
    Object[] columns =
        (Object[])
            entities
                .createNativeQuery(
                    "SELECT UTC_TIMESTAMP(6), window_started_at, tries, failures, failed_at,"
                        + " locked_until FROM attempt WHERE kind = ?1 AND key_hash = ?2 FOR UPDATE",
                    Object[].class)
                .setParameter(1, kind)
                .setParameter(2, hash)
                .getSingleResult();
    Row row = new Row();
    row.now = time(columns[0]);
    row.windowStartedAt = time(columns[1]);
    row.tries = ((Number) columns[2]).intValue();
    row.failures = ((Number) columns[3]).intValue();
    row.failedAt = time(columns[4]);
    row.lockedUntil = time(columns[5]);
    return row;
  }

  private static LocalDateTime time(Object column) {
    return switch (column) {
      case null -> null;
      case Timestamp timestamp -> timestamp.toLocalDateTime();
      case LocalDateTime local -> local;
      case Object other -> throw new IllegalStateException("no time: " + other.getClass());
    };
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
    int deleted;
    do {
      deleted =
          transactions.call(
              () ->
                  entities
                      .createNativeQuery(
                          "DELETE FROM attempt WHERE updated_at < UTC_TIMESTAMP(6) - INTERVAL ?1"
                              + " SECOND LIMIT "
                              + SWEPT_AT_ONCE)
                      .setParameter(1, KEPT.toSeconds())
                      .executeUpdate());
    } while (deleted == SWEPT_AT_ONCE);
  }
}
