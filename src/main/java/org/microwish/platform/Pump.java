package org.microwish.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Repeats a task in its own thread until it is stopped. After each round the task returns how long
 * to pause; {@link #wake} ends a pause early. After a failed round the next one begins a second
 * later. Only the first of several consecutive failures is logged, because an unavailable database
 * would fill the log.
 */
public final class Pump {

  private static final Logger LOG = Logger.getLogger(Pump.class);

  private static final Pause AFTER_FAILURE = Pause.exactly(Duration.ofSeconds(1));

  /** How long {@link #stop} waits for the current round. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  /** The repeated task. */
  @FunctionalInterface
  public interface Work {
    /** Does the pending work and returns the pause before the next round. */
    Pause round() throws SQLException;
  }

  /**
   * A pause between two rounds.
   *
   * @param atLeast minimum length; {@link #wake} does not shorten it, {@link #hurry} does
   * @param atMost maximum length, if the pump is not woken
   */
  public record Pause(Duration atLeast, Duration atMost) {

    /** No pause, because more work is pending. */
    public static final Pause NONE = exactly(Duration.ZERO);

    /** A pause that ends when the pump is woken. */
    public static Pause atMost(Duration time) {
      return new Pause(Duration.ZERO, time);
    }

    /** A pause that {@link #wake} does not shorten. */
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

  // Guarded by lock.
  private boolean running;
  private boolean woken;
  private boolean hurried;

  /**
   * @param name the name of the thread, also used in the log
   */
  public Pump(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Starts the thread. */
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /** Stops after the current round; returns when that has ended, or after five seconds. */
  public void stop() throws InterruptedException {
    if (thread == null) {
      return;
    }
    signal(() -> running = false);
    thread.join(STOP_WITHIN);
  }

  /** Starts the next round as soon as the minimum pause is over. */
  public void wake() {
    signal(() -> woken = true);
  }

  /**
   * Starts the next round at once, even within the minimum pause, because a caller waits for its
   * result.
   */
  public void hurry() {
    signal(() -> hurried = true);
  }

  /** Why the last round failed; empty if it succeeded. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Runs one round in the calling thread. Must not be called while the pump runs. */
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
   * The pause after work that took {@code took}: {@code share} times as long, within bounds. The
   * work then takes 1/(share + 1) of the time, unless a bound applies.
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

  /** Waits for the next round; false when the pump was stopped. */
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
