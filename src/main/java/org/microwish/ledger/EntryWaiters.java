package org.microwish.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.platform.sql.Rows;

/**
 * Lets clients wait until a component that reads the ledger, such as the statistics, has processed
 * their entry. Waiting clients occupy no thread: one thread polls for all of them.
 */
final class EntryWaiters {

  /** Maximum number of waiting clients per instance. */
  static final int MOST = 1_000;

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Longest pause while no client waits; a new client ends the pause. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** The maximum number of entry ids in one SQL statement. */
  private static final int CHUNK = 200;

  private record Waiter(
      long entryId, long until, LedgerReader reader, CompletableFuture<Void> told) {}

  private record Place(long entryId, long leafIndex) {}

  private final Queries queries;
  private final Pump pump;
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Creates the waiters. {@code name} becomes the name of the polling thread. */
  EntryWaiters(String name, Queries queries) {
    this.queries = queries;
    this.pump = new Pump(name, this::round);
  }

  /**
   * Returns a stage that completes when the reader includes the entry or {@code time} has passed,
   * and also when the database fails or the service stops.
   *
   * @return empty if {@link #MOST} clients wait already
   */
  Optional<CompletionStage<Void>> await(long entryId, Duration time, LedgerReader reader) {
    if (waiting.incrementAndGet() > MOST) {
      waiting.decrementAndGet();
      return Optional.empty();
    }
    Waiter waiter =
        new Waiter(entryId, System.nanoTime() + time.toNanos(), reader, new CompletableFuture<>());
    waiters.add(waiter);
    pump.wake();
    return Optional.of(waiter.told());
  }

  void start() {
    pump.start();
  }

  void stop() throws InterruptedException {
    pump.stop();
    List.copyOf(waiters).forEach(this::end);
  }

  private Pause round() {
    if (waiters.isEmpty()) {
      return Pause.atMost(IDLE);
    }
    List<Waiter> now = List.copyOf(waiters);
    try {
      IdentityHashMap<LedgerReader, Long> sizes = new IdentityHashMap<>();
      Map<Long, Long> places = places(now);
      for (Waiter waiter : now) {
        Long place = places.get(waiter.entryId());
        boolean included =
            place != null && place < sizes.computeIfAbsent(waiter.reader(), LedgerReader::treeSize);
        if (included || System.nanoTime() - waiter.until() >= 0) {
          end(waiter);
        }
      }
    } catch (RuntimeException unreachable) {
      // End the wait of all clients: they see the error when they read again.
      now.forEach(this::end);
      throw unreachable;
    }
    return Pause.exactly(LOOK_EVERY);
  }

  private void end(Waiter waiter) {
    if (waiters.remove(waiter)) {
      waiting.decrementAndGet();
      waiter.told().complete(null);
    }
  }

  /** Returns the leaf indexes of those entries that have a leaf. */
  private Map<Long, Long> places(List<Waiter> now) {
    List<Long> ids = now.stream().map(Waiter::entryId).distinct().toList();
    Map<Long, Long> places = new HashMap<>();
    for (List<Long> chunk : Rows.chunks(ids, CHUNK)) {
      queries
          .list(
              Place.class,
              "SELECT entry_id, leaf_index FROM ledger_leaf WHERE entry_id IN (:ids)",
              Map.of("ids", chunk))
          .forEach(place -> places.put(place.entryId(), place.leafIndex()));
    }
    return places;
  }
}
