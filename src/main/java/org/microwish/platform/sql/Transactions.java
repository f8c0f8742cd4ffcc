package org.microwish.platform.sql;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Runs work in its own transaction, and runs it again in a new one if the database rolled it back
 * for a reason that a retry cures: a deadlock, a failed certification in a cluster. Does not retry
 * after a lost connection: whether the commit succeeded is unknown, and only an idempotency key can
 * tell (see {@code Commands}).
 */
@ApplicationScoped
public class Transactions {

  /** Maximum number of attempts before the problem is BUSY. */
  private static final int ATTEMPTS = 8;

  /** Maximum number of rows that one transaction deletes. */
  private static final int DELETED_AT_ONCE = 1000;

  /**
   * Errors that roll the transaction back and that a retry cures: deadlock (1213), lock wait
   * timeout (1205), changed since read (1020, MariaDB), rolled back by the cluster at commit (3101
   * Group Replication; 8002, 8022, 9007 TiDB), node not ready (1047 Galera).
   */
  private static final Set<Integer> REPEATABLE =
      Set.of(1213, 1205, 1020, 3101, 8002, 8022, 9007, 1047);

  /** Runs {@code work} in a new transaction. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Runs {@code work} in a new transaction and returns its result. {@code work} may run several
   * times.
   *
   * @throws ProblemException BUSY if the database rolled it back in every attempt
   */
  public <T> T call(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return QuarkusTransaction.requiringNew().call(work::get);
      } catch (RuntimeException thrown) {
        if (!isRepeatable(thrown)) {
          throw thrown;
        }
        if (attempt == ATTEMPTS) {
          throw ProblemType.BUSY.exception().retryAfter(Duration.ofSeconds(1));
        }
        // Back-off with full jitter, so that conflicting transactions do not retry in step.
        long ceiling = Duration.ofMillis(2L << attempt).toNanos();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(ceiling));
      }
    }
  }

  /**
   * Deletes rows in many short transactions, until nothing is left to delete.
   *
   * @param delete deletes at most the given number of rows and returns how many it deleted
   */
  public void deleteAll(IntUnaryOperator delete) {
    int deleted;
    do {
      deleted = call(() -> delete.applyAsInt(DELETED_AT_ONCE));
    } while (deleted == DELETED_AT_ONCE);
  }

  /** Whether the database rolled the work back for a reason that a retry cures. */
  public static boolean isRepeatable(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null
        && (REPEATABLE.contains(sql.getErrorCode()) || "40001".equals(sql.getSQLState()));
  }

  /** Whether the connection was lost, so that the outcome of a commit is unknown. */
  public static boolean isConnectionLost(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && Failures.isConnectionLost(sql);
  }

  /** Whether a unique key rejected the row (error 1062). */
  public static boolean isDuplicate(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && sql.getErrorCode() == 1062;
  }

  /** Whether waiting for a row lock timed out (error 1205). */
  public static boolean isLockTimeout(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && sql.getErrorCode() == 1205;
  }

  /** Whether a row lock was not immediately available (1205 on MariaDB, 3572 on MySQL). */
  public static boolean isLockTaken(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && (sql.getErrorCode() == 1205 || sql.getErrorCode() == 3572);
  }

  private static SQLException sqlCause(Throwable thrown) {
    return sqlCause(thrown, 20);
  }

  private static SQLException sqlCause(Throwable thrown, int depth) {
    if (thrown == null || depth == 0) {
      return null;
    }
    if (thrown instanceof SQLException sql) {
      return sql;
    }
    SQLException found = sqlCause(thrown.getCause(), depth - 1);
    if (found == null) {
      // The transaction manager attaches the reason of a failed commit as a suppressed exception,
      // not as the cause.
      for (Throwable aside : thrown.getSuppressed()) {
        found = found == null ? sqlCause(aside, depth - 1) : found;
      }
    }
    return found;
  }
}
