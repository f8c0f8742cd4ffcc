package org.microwish.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Repeats a task in a thread of its own until {@link #stop} is called. One run of the task is a
 * round; each round returns the pause before the next round, and {@link #wake} ends a pause early.
 * After a round that fails, the next round begins one second later. Of several consecutive failures
 * only the first is logged: an unavailable database would otherwise fill the log.
 */
public final class Pump {

  private static final Logger LOG = Logger.getLogger(Pump.class);

  private static final Pause AFTER_FAILURE = Pause.exactly(Duration.ofSeconds(1));

  /** How long {@link #stop} waits for the current round to end. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  /** The task that the pump repeats. */
  @FunctionalInterface
  public interface Work {
    /** Does the pending work of one round and returns the pause before the next round. */
    Pause round() throws SQLException;
  }

  /**
   * A pause between two rounds.
   *
   * @param atLeast the minimum length; {@link #hurry} ends the pause earlier, {@link #wake} does
   *     not
   * @param atMost the length if neither {@link #wake} nor {@link #hurry} ends the pause earlier
   */
  public record Pause(Duration atLeast, Duration atMost) {

    /** No pause; for a round that leaves more work to do. */
    public static final Pause NONE = exactly(Duration.ZERO);

    /** Returns a pause of this length that {@link #wake} and {@link #hurry} end at once. */
    public static Pause atMost(Duration time) {
      return new Pause(Duration.ZERO, time);
    }

    /**
     * Returns a pause of this length that {@link #hurry} ends at once but {@link #wake} does not
     * shorten.
     */
    public static Pause exactly(Duration time) {
      return new Pause(time, time);
    }
  }

  private final String name;
  private final Work work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile String failure;
  private Thread thread;

  // The next three fields are guarded by lock.
  private boolean running;
  private boolean woken;
  private boolean hurried;

  /**
   * Creates a pump, which does not run until {@link #start} is called.
   *
   * @param name the name of the thread, also used in the log
   * @param work the task to repeat
   */
  public Pump(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Starts the thread that repeats the task. */
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Stops the pump: no round begins after the current one. Returns when the current round has
   * ended, but after five seconds at the latest.
   */
  public void stop() throws InterruptedException {
    if (thread == null) {
      return;
    }
    signal(() -> running = false);
    thread.join(STOP_WITHIN);
  }

  /** Starts the next round as soon as the minimum length of the current pause is over. */
  public void wake() {
    signal(() -> woken = true);
  }

  /**
   * Starts the next round at once, even if the minimum length of the current pause is not over; for
   * callers that wait for the result of the round.
   */
  public void hurry() {
    signal(() -> hurried = true);
  }

  /** Returns the exception of the last round as text; empty if the last round succeeded. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Runs one round in the calling thread and returns the pause that follows it. If the round fails,
   * logs the first of several failures and returns a pause of one second. Callers must not call
   * this method while the pump runs.
   */
  public Pause round() {
    try {
      Pause pause = work.round();
      failure = null;
      return pause;
    } catch (SQLException | RuntimeException | Error failed) {
      if (failure == null) {
        LOG.warnf(failed, "%s failed; retrying every second", name);
      }
      failure = failed.toString();
      return AFTER_FAILURE;
    }
  }

  /**
   * Returns the pause after a round that took {@code took}: {@code share} times {@code took}, but
   * at least {@code least} and at most {@code most}. Within these bounds, the task uses 1/(share +
   * 1) of the time.
   */
  public static Duration fair(Duration took, int share, Duration least, Duration most) {
    Duration fair = took.multipliedBy(share);
    return fair.compareTo(least) < 0 ? least : fair.compareTo(most) > 0 ? most : fair;
  }

  private void run() {
    try {
      Pause pause;
      do {
        pause = round();
      } while (await(pause));
    } catch (InterruptedException ended) {
      LOG.debugf("%s was interrupted", name);
    }
  }

  /** Waits until the next round is due; returns false if the pump was stopped. */
  private boolean await(Pause pause) throws InterruptedException {
    lock.lock();
    try {
      long begun = System.nanoTime();
      while (running && !hurried) {
        Duration whole = woken ? pause.atLeast() : pause.atMost();
        long left = whole.toNanos() - (System.nanoTime() - begun);
        if (left <= 0 || changed.awaitNanos(left) <= 0) {
          break;
        }
      }
      woken = false;
      hurried = false;
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void signal(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }
}
