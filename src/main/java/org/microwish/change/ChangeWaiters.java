package org.microwish.change;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.microwish.ledger.LedgerFollower;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * Lets clients wait for changes. Waiting clients occupy no thread: one thread reads each new leaf
 * once, for all waiting clients.
 */
@ApplicationScoped
class ChangeWaiters {

  /**
   * How often the thread looks for clients whose waiting time is over. A wait may last longer than
   * requested by this time.
   */
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  /**
   * Maximum pause of the thread while no client waits; a new client or new leaves end the pause.
   */
  private static final Duration IDLE = Duration.ofMinutes(1);

  private record Waiter(
      long from, long until, Predicate<Recorded> wanted, CompletableFuture<Void> told) {}

  private final Changes changes;
  private final LedgerFollower follower;
  private final Pump pump = new Pump("change-waiters", this::round);
  private final Object lock = new Object();

  // The next two fields are guarded by lock.
  private final List<Waiter> waiters = new ArrayList<>();

  /** All leaves below this index were compared with what the waiting clients want. */
  private long level;

  ChangeWaiters(Changes changes, LedgerFollower follower) {
    this.changes = changes;
    this.follower = follower;
  }

  void start(@Observes StartupEvent event) {
    pump.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
    end(all());
  }

  /** Wakes the thread when the ledger has new leaves. */
  void grown(@Observes LedgerFollower.Grown grown) {
    pump.wake();
  }

  /**
   * Returns a stage that completes when a wanted leaf was added or the time is over. It also
   * completes when the database fails or the service stops. The caller then reads the changes.
   *
   * @param from the index of the first leaf that the client has not read
   * @param wanted selects the leaves that end the wait
   */
  CompletionStage<Void> await(long from, Duration time, Predicate<Recorded> wanted) {
    Waiter waiter =
        new Waiter(from, System.nanoTime() + time.toNanos(), wanted, new CompletableFuture<>());
    synchronized (lock) {
      if (from < level) {
        // There were further leaves after the client's read, so the client must read again at once.
        waiter.told().complete(null);
      } else {
        waiters.add(waiter);
      }
    }
    pump.wake();
    return waiter.told();
  }

  private List<Waiter> all() {
    synchronized (lock) {
      return List.copyOf(waiters);
    }
  }

  private Pause round() {
    try {
      changes.placeHidings();
      show(follower.treeSize());
    } catch (RuntimeException unreachable) {
      // End all waits: the clients read again, and that read reports the error.
      end(all());
      throw unreachable;
    }
    end(all().stream().filter(waiter -> System.nanoTime() - waiter.until() >= 0).toList());
    synchronized (lock) {
      // Removes clients whose wait is over for any reason, such as a broken connection.
      waiters.removeIf(waiter -> waiter.told().isDone());
      return Pause.atMost(waiters.isEmpty() ? IDLE : LOOK_EVERY);
    }
  }

  /**
   * Compares the new leaves with what the waiting clients want, and ends the waits of those that
   * want one of them.
   *
   * @param size the number of leaves in the ledger, as last polled
   */
  void show(long size) {
    long from;
    synchronized (lock) {
      if (waiters.isEmpty() || size < level) {
        level = size;
        return;
      }
      // All leaves below the level were compared already.
      from = Math.max(level, waiters.stream().mapToLong(Waiter::from).min().orElse(size));
    }
    while (from < size) {
      long to = Math.min(size, from + Changes.WINDOW);
      List<Recorded> fresh = changes.read(from, to);
      List<Waiter> now;
      synchronized (lock) {
        level = to;
        now = List.copyOf(waiters);
      }
      end(now.stream().filter(waiter -> wants(waiter, fresh)).toList());
      from = to;
    }
  }

  private static boolean wants(Waiter waiter, List<Recorded> fresh) {
    return fresh.stream()
        .anyMatch(each -> each.leafIndex() >= waiter.from() && waiter.wanted().test(each));
  }

  private static void end(List<Waiter> done) {
    done.forEach(waiter -> waiter.told().complete(null));
  }
}
