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
 * Runs work in a transaction of its own. If the database rolls the transaction back for a transient
 * reason, such as a deadlock or a failed certification in a cluster, runs the work again in a new
 * transaction. Does not run the work again after a lost connection: then it is unknown whether the
 * commit succeeded, and only the row of an idempotency key shows that (see {@code Commands}).
 */
@ApplicationScoped
public class Transactions {

  /** Maximum number of attempts; if all are rolled back, the problem is BUSY. */
  private static final int ATTEMPTS = 8;

  /** Maximum number of rows that one transaction of {@link #deleteAll} deletes. */
  private static final int DELETED_AT_ONCE = 1000;

  /**
   * Database error codes after which the work is run again in a new transaction: deadlock (1213),
   * lock wait timeout (1205), row changed since it was read (1020, MariaDB), rolled back by the
   * cluster at the commit (3101 Group Replication; 8002, 8022, 9007 TiDB), node not ready (1047
   * Galera).
   */
  private static final Set<Integer> REPEATABLE =
      Set.of(1213, 1205, 1020, 3101, 8002, 8022, 9007, 1047);

  /** Runs {@code work} in a new transaction; may run it several times, like {@link #call}. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Runs {@code work} in a new transaction and returns its result. Runs {@code work} again, up to
   * eight times in all, if the database rolls the transaction back for a transient reason.
   *
   * @throws ProblemException BUSY if the database rolled back every attempt
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
        // Wait for a random time (back-off with full jitter), so that conflicting transactions do
        // not retry at the same moment.
        long ceiling = Duration.ofMillis(2L << attempt).toNanos();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(ceiling));
      }
    }
  }

  /**
   * Deletes rows in many short transactions, until no row is left to delete.
   *
   * @param delete deletes at most the given number of rows and returns how many it deleted
   */
  public void deleteAll(IntUnaryOperator delete) {
    int deleted;
    do {
      deleted = call(() -> delete.applyAsInt(DELETED_AT_ONCE));
    } while (deleted == DELETED_AT_ONCE);
  }

  /**
   * Returns whether the database rolled the transaction back for a transient reason, so that the
   * work can be run again.
   */
  public static boolean isRepeatable(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null
        && (REPEATABLE.contains(sql.getErrorCode()) || "40001".equals(sql.getSQLState()));
  }

  /** Returns whether the connection was lost, so that it is unknown whether a commit succeeded. */
  public static boolean isConnectionLost(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && Failures.isConnectionLost(sql);
  }

  /** Returns whether the database rejected a row because of a unique key (error 1062). */
  public static boolean isDuplicate(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && sql.getErrorCode() == 1062;
  }

  /** Returns whether waiting for a row lock took too long (error 1205). */
  public static boolean isLockTimeout(Throwable thrown) {
    SQLException sql = sqlCause(thrown);
    return sql != null && sql.getErrorCode() == 1205;
  }

  /**
   * Returns whether a statement with NOWAIT failed because another transaction holds the row lock
   * (error 1205 on MariaDB, 3572 on MySQL).
   */
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
      // If a commit fails, the transaction manager attaches the reason as a suppressed exception,
      // not as the cause.
      for (Throwable aside : thrown.getSuppressed()) {
        found = found == null ? sqlCause(aside, depth - 1) : found;
      }
    }
    return found;
  }
}
