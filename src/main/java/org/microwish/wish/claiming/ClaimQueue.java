package org.microwish.wish.claiming;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.microwish.platform.idempotency.KeyBusyException;
import org.microwish.platform.sql.Transactions;
import org.microwish.problem.Failures;
import org.microwish.problem.ProblemException;
import org.microwish.problem.ProblemType;

/**
 * Queues claims and writes them in batches. One writer thread takes the waiting claims and passes
 * them to {@link ClaimBatch}; claims that arrive meanwhile form the next batch. A claim that
 * arrives alone is a batch of one; after a larger batch, the writer waits up to 2 ms for further
 * claims. Claims on wishes that are probably full are checked without locks first. The claims of a
 * failed batch are retried one by one, unless the database is unavailable.
 */
@ApplicationScoped
public class ClaimQueue {

  private static final Logger LOG = Logger.getLogger(ClaimQueue.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Maximum number of attempts for a claim that is written alone. */
  private static final int ATTEMPTS = 8;

  private final ClaimBatch batches;
  private final ClaimingConfig config;
  private final FullWishCache full = new FullWishCache();
  private final AtomicInteger waiting = new AtomicInteger();
  private final DistributionSummary sizes;
  private final Counter alone;
  private final Counter busy;

  /** Decides and writes waiting claims in batches. */
  private final ClaimWorkerQueue writer;

  /**
   * Writes claims one by one: after a failed batch, if a claim ends other claims, or if its
   * idempotency key is busy.
   */
  private final ClaimWorkerQueue single;

  /**
   * Refuses, without locks, claims on wishes that are probably full; passes other claims to the
   * writer.
   */
  private final ClaimWorkerQueue refuser;

  private volatile boolean running;

  ClaimQueue(ClaimBatch batches, ClaimingConfig config, MeterRegistry metrics) {
    this.batches = batches;
    this.config = config;
    this.writer = new ClaimWorkerQueue("claim-writer", 1, config.batch(), this::write, this::fail);
    this.single =
        new ClaimWorkerQueue("claim-single", config.singles(), 1, this::writeOne, this::fail);
    this.refuser =
        new ClaimWorkerQueue("claim-refuser", 1, config.batch(), this::refuse, this::fail);
    this.sizes =
        DistributionSummary.builder("microwish.claiming.batch")
            .description("Number of claims in a batch that is decided and written together")
            .register(metrics);
    this.alone =
        Counter.builder("microwish.claiming.alone")
            .description("Claims that were written alone instead of in a batch")
            .register(metrics);
    this.busy =
        Counter.builder("microwish.claiming.busy")
            .description("Claims that were refused because too many were waiting")
            .register(metrics);
    Gauge.builder("microwish.claiming.waiting", waiting, AtomicInteger::get)
        .description("Claims that wait for their response")
        .register(metrics);
  }

  void start(@Observes StartupEvent event) {
    running = true;
    lanes().forEach(ClaimWorkerQueue::start);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    running = false;
    for (ClaimWorkerQueue lane : lanes()) {
      lane.stop();
    }
  }

  /**
   * Returns the lanes, that is, the worker queues, in the order of shutdown: a lane adds requests
   * only to itself or to later lanes.
   */
  private List<ClaimWorkerQueue> lanes() {
    return List.of(refuser, writer, single);
  }

  /**
   * Queues a claim. The returned {@code Uni} emits the response after the claim is committed, or
   * fails if the claim is refused or cannot be written.
   */
  Uni<Response> claim(ClaimRequest request) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              request.answerTo(emitter);
              accept(request);
            });
  }

  /** Returns the problem BUSY while too many claims wait; otherwise empty. */
  Optional<ProblemException> refuse() {
    if (waiting.get() < config.waiting()) {
      return Optional.empty();
    }
    busy.increment();
    return Optional.of(busy());
  }

  static ProblemException busy() {
    return ProblemType.BUSY.exception().retryAfter(RETRY_AFTER);
  }

  private void accept(ClaimRequest request) {
    // Checks the limit again: concurrent requests can all pass the check in refuse().
    if (waiting.incrementAndGet() > config.waiting() || !running) {
      busy.increment();
      fail(request, busy());
    } else if (request.isLate()) {
      // A late record also reads facts about its claimant on a past day; other claims should not
      // wait for these queries.
      single.add(request);
    } else if (full.mayContain(request.wishId)) {
      refuser.add(request);
    } else {
      writer.add(request);
    }
  }

  private void answer(ClaimRequest request, Response response) {
    if (request.end()) {
      waiting.decrementAndGet();
      request.answer(response);
    }
  }

  private void fail(ClaimRequest request, Throwable problem) {
    if (request.end()) {
      waiting.decrementAndGet();
      request.fail(problem);
    }
  }

  // Work of the queues ----------------------------------------------------------------------------

  private void write(List<ClaimRequest> requests) {
    sizes.record(requests.size());
    ClaimBatch.Result result;
    try {
      result = retried(batches::write, requests);
    } catch (RuntimeException failed) {
      if (isDatabaseAway(failed)) {
        failAll(writer, requests, failed);
      } else {
        if (!isRival(failed)) {
          LOG.warnf(failed, "Batch of %d claims failed; retrying them one by one", requests.size());
        }
        requests.forEach(single::add);
      }
      return;
    }
    full.learn(requests, result.full());
    result.outcomes().forEach(this::settle);
  }

  private void writeOne(List<ClaimRequest> one) {
    ClaimRequest request = one.getFirst();
    alone.increment();
    for (int attempt = 1; ; attempt++) {
      try {
        ClaimOutcome outcome = retried(batches::write, one).outcomes().get(request);
        if (!(outcome instanceof ClaimOutcome.Alone)) {
          settle(request, outcome);
          return;
        }
        if (attempt == ATTEMPTS) {
          fail(request, ProblemType.IDEMPOTENCY_IN_FLIGHT.exception().retryAfter(RETRY_AFTER));
          return;
        }
      } catch (RuntimeException failed) {
        if (isDatabaseAway(failed)) {
          failAll(single, one, failed);
          return;
        }
        if (!isRival(failed) || attempt == ATTEMPTS) {
          fail(request, isRival(failed) ? busy() : failed);
          return;
        }
      }
      // Back-off with full jitter, so that competing transactions do not retry in step.
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(Duration.ofMillis(2L << attempt).toNanos()));
    }
  }

  private void refuse(List<ClaimRequest> requests) {
    ClaimBatch.Result result;
    try {
      result = retried(batches::refuse, requests);
    } catch (RuntimeException failed) {
      if (isDatabaseAway(failed)) {
        failAll(refuser, requests, failed);
      } else {
        requests.forEach(request -> fail(request, failed));
      }
      return;
    }
    full.learn(requests, result.full());
    for (ClaimRequest request : requests) {
      ClaimOutcome outcome = result.outcomes().get(request);
      if (outcome == null) {
        writer.add(request);
      } else {
        settle(request, outcome);
      }
    }
  }

  private void settle(ClaimRequest request, ClaimOutcome outcome) {
    switch (outcome) {
      case ClaimOutcome.Answer answer -> answer(request, answer.response());
      case ClaimOutcome.Refusal refusal -> fail(request, refusal.problem());
      case ClaimOutcome.Alone ignored -> single.add(request);
      case ClaimOutcome.Later ignored -> writer.add(request);
    }
  }

  /**
   * Fails these requests and all waiting requests of the worker queue: without a database, each
   * further batch would only run into a timeout.
   */
  private void failAll(ClaimWorkerQueue lane, List<ClaimRequest> requests, Throwable problem) {
    requests.forEach(request -> fail(request, problem));
    lane.failAll(problem);
  }

  /**
   * Runs the work, and runs it a second time if the database connection was lost. The first run may
   * have been committed; the second run then finds the responses stored under the idempotency keys.
   */
  private static ClaimBatch.Result retried(
      Function<List<ClaimRequest>, ClaimBatch.Result> work, List<ClaimRequest> requests) {
    try {
      return work.apply(requests);
    } catch (RuntimeException failed) {
      // A retry helps only if an open connection was lost. If none could be opened, nothing was
      // sent, and a retry would only wait for a connection again.
      if (!Transactions.isConnectionLost(failed)) {
        throw failed;
      }
      return work.apply(requests);
    }
  }

  /** Whether a concurrent transaction caused the failure, so that a retry may succeed. */
  private static boolean isRival(RuntimeException failed) {
    return failed instanceof ConcurrentChangeException
        || failed instanceof KeyBusyException
        || Transactions.isRepeatable(failed)
        || Transactions.isDuplicate(failed);
  }

  private static boolean isDatabaseAway(RuntimeException failed) {
    return Failures.toProblem(failed).type() == ProblemType.DATABASE_UNAVAILABLE;
  }
}
