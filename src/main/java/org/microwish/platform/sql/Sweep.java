package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Processes due rows, page by page. All instances may sweep at the same time: the finder's results
 * are only hints, and the handler decides again under the row's lock. Uses the database's time; an
 * instance whose own clock is off by more than {@link DatabaseClock#TOLERANCE} leaves the work to
 * others.
 */
@ApplicationScoped
public class Sweep {

  private static final Logger LOG = Logger.getLogger(Sweep.class);

  /** Finds due rows. */
  @FunctionalInterface
  public interface Finder<T> {
    /**
     * Called in a transaction.
     *
     * @param limit the page size
     */
    List<T> find(Instant now, int limit);
  }

  /** Handles one due row. */
  @FunctionalInterface
  public interface Handler<T> {
    /** Returns whether there was work to do; must open its own transaction. */
    boolean handle(T due, Instant now);
  }

  private final Transactions transactions;
  private final DatabaseClock clock;

  public Sweep(Transactions transactions, DatabaseClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Handles everything that is due now. If a handler fails, the row is logged and skipped, so that
   * it does not block the others.
   *
   * @param name the name of the sweep in the log
   * @param page the page size
   * @return the number of rows handled
   */
  public <T> int run(String name, int page, Finder<T> finder, Handler<T> handler) {
    Instant now = transactions.call(clock::now);
    if (!clock.isOwnClockRight()) {
      LOG.errorf("%s: skipped because this machine's clock is off by %s", name, clock.offset());
      return 0;
    }
    int all = 0;
    List<T> due;
    int done;
    do {
      due = transactions.call(() -> finder.find(now, page));
      done = 0;
      for (T each : due) {
        done += handle(name, handler, each, now) ? 1 : 0;
      }
      all += done;
      // If no row of a page was handled, the finder would return the same page again.
    } while (due.size() >= page && done > 0);
    return all;
  }

  private static <T> boolean handle(String name, Handler<T> handler, T due, Instant now) {
    try {
      return handler.handle(due, now);
    } catch (ProblemException overtaken) {
      // Another instance or a command has changed the row (DEBUG), or the handler failed (WARN) and
      // the next sweep retries.
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
        // The other rows would fail too, each after its own timeout.
        throw failed;
      }
      // Without its message, which may contain personal values.
      LOG.errorf("%s: %s failed: %s", name, due, failed.getClass().getName());
      return false;
    }
  }
}
