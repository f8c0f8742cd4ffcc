package org.microwish.platform;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Repeats one piece of work in a thread of its own until it is stopped. After each round the work
 * says how long to pause, and {@link #wake} ends a pause early. The next round after one that fails
 * begins a second later; only the first of several failures in a row is logged, because a database
 * that is away would fill the log.
 */
public final class Pump {

  private static final Logger LOG = Logger.getLogger(Pump.class);

  private static final Pause AFTER_FAILURE = Pause.exactly(Duration.ofSeconds(1));

  /** How long {@link #stop} waits for the round at hand. */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  /** What is repeated. */
  @FunctionalInterface
  public interface Work {
    /** Does what there is to do now and returns the pause before the next round. */
    Pause round() throws SQLException;
  }

  /**
   * A pause between two rounds.
   *
   * @param atLeast how long it lasts even when {@link #wake} is called
   * @param atMost how long it lasts when nobody calls
   */
  public record Pause(Duration atLeast, Duration atMost) {

    /** No pause: there is more to do. */
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
   * @param name of the thread and in the log
   */
  public Pump(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Begins to work. */
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /** Ends after the round at hand; returns when it is over, or after five seconds. */
  public void stop() throws InterruptedException {
    if (thread == null) {
      return;
    }
    signal(() -> running = false);
    thread.join(STOP_WITHIN);
  }

  /** Begins the next round as soon as the pause has lasted for as long as it must. */
  public void wake() {
    signal(() -> woken = true);
  }

  /** Begins the next round at once: somebody waits for its result. */
  public void hurry() {
    signal(() -> hurried = true);
  }

  /** Why the last round failed, or nothing when it did not. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Does one round in the caller's thread; not while the pump runs. */
  public Pause round() {
    try {
      Pause pause = work.round();
      failure = null;
      return pause;
    } catch (SQLException | RuntimeException | Error failed) {
      if (failure == null) {
        LOG.warnf(failed, "%s failed and is tried again every second", name);
      }
      failure = failed.toString();
      return AFTER_FAILURE;
    }
  }

  /**
   * The pause after which work that took so long takes one part in {@code share} of the time,
   * within bounds.
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

  /** Waits for the next round; false when there is none. */
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
