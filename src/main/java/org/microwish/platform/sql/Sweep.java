package org.microwish.platform.sql;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Handles rows that are due, page by page. Every instance may sweep at once: what is found is only
 * a hint, and the handler decides again under the row's lock. Time is the database's; an instance
 * whose own clock is off by more than {@link DatabaseClock#TOLERANCE} leaves the work to the
 * others.
 */
@ApplicationScoped
public class Sweep {

  private static final Logger LOG = Logger.getLogger(Sweep.class);

  /** Finds what is due. */
  @FunctionalInterface
  public interface Finder<T> {
    /**
     * Runs in a transaction.
     *
     * @param limit how many are handled before it is asked again
     */
    List<T> find(Instant now, int limit);
  }

  /** Handles one finding. */
  @FunctionalInterface
  public interface Handler<T> {
    /** Returns whether there was something to do; opens its own transaction. */
    boolean handle(T due, Instant now);
  }

  private final Transactions transactions;
  private final DatabaseClock clock;

  public Sweep(Transactions transactions, DatabaseClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Handles everything that is due now. A finding whose handler fails is logged and skipped, so
   * that it does not keep the others.
   *
   * @param name of the sweep, for the log
   * @param page findings of one page
   * @return how many were handled
   */
  public <T> int run(String name, int page, Finder<T> finder, Handler<T> handler) {
    Instant now = transactions.call(clock::now);
    if (!clock.isOwnClockRight()) {
      LOG.errorf(
          "%s: nothing is done while this machine's clock is off by %s", name, clock.offset());
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
      // A page of which nothing could be done would be found again.
    } while (due.size() >= page && done > 0);
    return all;
  }

  private static <T> boolean handle(String name, Handler<T> handler, T due, Instant now) {
    try {
      return handler.handle(due, now);
    } catch (ProblemException overtaken) {
      // Another instance was faster, or a command has changed the row; else it is tried again.
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
        // The other rows would fail likewise, each after its own time-out.
        throw failed;
      }
      // Without its message, which may contain personal values.
      LOG.errorf("%s: %s failed: %s", name, due, failed.getClass().getName());
      return false;
    }
  }
}
