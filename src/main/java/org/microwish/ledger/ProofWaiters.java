package org.microwish.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;
import org.microwish.problem.ProblemType;

/**
 * Lets clients wait until a checkpoint covers their entry. Waiting clients hold no thread: one
 * thread polls for all of them.
 */
@ApplicationScoped
class ProofWaiters {

  /** Maximum number of waiting clients per instance. */
  static final int MOST = 1_000;

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Longest pause while no client waits; a new client ends the pause. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** The maximum number of entry ids in one SQL statement. */
  private static final int CHUNK = 200;

  private record Waiter(long entryId, long until, CompletableFuture<Void> told) {}

  private final LedgerConfig config;
  private final Queries queries;
  private final Checkpoints checkpoints;
  private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Pump pump = new Pump("ledger-waiters", this::round);

  ProofWaiters(LedgerConfig config, Queries queries, Checkpoints checkpoints) {
    this.config = config;
    this.queries = queries;
    this.checkpoints = checkpoints;
  }

  /**
   * Returns a stage that completes when a checkpoint covers the entry or {@code time} has passed,
   * and also when the database fails or the service stops. Callers must then read the entry again
   * to see whether a checkpoint covers it.
   *
   * @throws org.microwish.problem.ProblemException TOO_MANY_REQUESTS if {@link #MOST} clients wait
   */
  CompletionStage<Void> await(long entryId, Duration time) {
    if (waiting.incrementAndGet() > MOST) {
      waiting.decrementAndGet();
      throw ProblemType.TOO_MANY_REQUESTS.exception().retryAfter(Duration.ofSeconds(1));
    }
    Waiter waiter =
        new Waiter(entryId, System.nanoTime() + time.toNanos(), new CompletableFuture<>());
    waiters.add(waiter);
    pump.wake();
    return waiter.told();
  }

  void start(@Observes StartupEvent event) {
    pump.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    pump.stop();
    List.copyOf(waiters).forEach(this::end);
  }

  private Pause round() {
    if (waiters.isEmpty()) {
      return Pause.atMost(IDLE);
    }
    List<Waiter> now = List.copyOf(waiters);
    try {
      Set<Long> covered = covered(now);
      for (Waiter waiter : now) {
        if (covered.contains(waiter.entryId()) || System.nanoTime() - waiter.until() >= 0) {
          end(waiter);
        }
      }
    } catch (RuntimeException unreachable) {
      // End the wait of all clients: they see the error when they read their entries again.
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

  private Set<Long> covered(List<Waiter> now) {
    long size = checkpoints.latest(config.origin()).map(latest -> latest.head().size()).orElse(0L);
    List<Long> ids = now.stream().map(Waiter::entryId).distinct().toList();
    Set<Long> covered = new HashSet<>();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
      covered.addAll(
          queries.list(
              Long.class,
              "SELECT entry_id FROM ledger_leaf WHERE entry_id IN (:ids) AND leaf_index < :size",
              Map.of("ids", chunk, "size", size)));
    }
    return covered;
  }
}
