package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Processes due rows, page by page. All instances may sweep at the same time: a row that the finder
 * returns may already have been processed, so the handler locks each row and checks again whether
 * it is due. Uses the database's time. An instance whose own clock differs from the database's
 * clock by more than {@link DatabaseClock#TOLERANCE} processes nothing and leaves the rows to other
 * instances.
 */
@ApplicationScoped
public class Sweep {

  private static final Logger LOG = Logger.getLogger(Sweep.class);

  /** Finds rows that are due. */
  @FunctionalInterface
  public interface Finder<T> {
    /**
     * Returns due rows, at most {@code limit}. Called in a transaction.
     *
     * @param now the database's time when the sweep began
     * @param limit the page size
     */
    List<T> find(Instant now, int limit);
  }

  /** Handles one row that the finder returned. */
  @FunctionalInterface
  public interface Handler<T> {
    /**
     * Locks the row and handles it if it is still due. Must open a transaction of its own.
     *
     * @param now the database's time when the sweep began
     * @return whether the row was still due and was handled
     */
    boolean handle(T due, Instant now);
  }

  private final Transactions transactions;
  private final DatabaseClock clock;

  public Sweep(Transactions transactions, DatabaseClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Handles all rows that are due now. If the handler does not handle a row, continues with the
   * next row, and logs a failure; but throws the exception if the database is unavailable.
   *
   * @param name the name of the sweep in the log
   * @param page the page size
   * @return the number of rows that were handled
   */
  public <T> int run(String name, int page, Finder<T> finder, Handler<T> handler) {
    Instant now = transactions.call(clock::now);
    if (!clock.isOwnClockRight()) {
      LOG.errorf("%s: skipped because this machine's clock is off by %s", name, clock.offset());
      return 0;
    }
    int all = 0;
    // Rows that were not handled. The finder returns them again, so each page is larger by their
    // number; otherwise the rows behind them would never be handled.
    Set<T> left = new HashSet<>();
    List<T> due;
    do {
      int limit = page + left.size();
      due = new ArrayList<>(transactions.call(() -> finder.find(now, limit)));
      due.removeAll(left);
      for (T each : due) {
        if (handle(name, handler, each, now)) {
          all++;
        } else {
          left.add(each);
        }
      }
    } while (due.size() >= page);
    return all;
  }

  private static <T> boolean handle(String name, Handler<T> handler, T due, Instant now) {
    try {
      return handler.handle(due, now);
    } catch (ProblemException overtaken) {
      // The row has been changed by another instance or a command (logged as DEBUG); or the handler
      // failed (logged as WARN), and the next sweep tries again.
      boolean ours = overtaken.type() == ProblemType.BUSY || overtaken.type().status() >= 500;
      LOG.logf(
          ours ? Logger.Level.WARN : Logger.Level.DEBUG,
          "%s: %s was not handled: %s",
          name,
          due,
          overtaken.type());
      return false;
    } catch (RuntimeException failed) {
      if (Failures.toProblem(failed).type() == ProblemType.DATABASE_UNAVAILABLE) {
        // Stop the sweep: all further rows would fail too, each after its own timeout.
        throw failed;
      }
      // Log no message of the exception: it may contain personal values.
      LOG.errorf("%s: %s failed: %s", name, due, failed.getClass().getName());
      return false;
    }
  }
}
