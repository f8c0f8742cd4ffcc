package org.microwish.wish.claiming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Requests in the order of their arrival, and the threads that work on them. */
final class ClaimLane {

  private static final Logger LOG = Logger.getLogger(ClaimLane.class);

  /** The longest that a batch waits for more, and only if the one before it had more than one. */
  private static final Duration GATHER = Duration.ofMillis(2);

  private final String name;
  private final int threadCount;
  private final int largestBatch;
  private final Consumer<List<ClaimRequest>> work;
  private final BiConsumer<ClaimRequest, Throwable> fail;
  private final BlockingQueue<ClaimRequest> requests = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  /**
   * @param work answers each of the requests, or puts it into another lane
   * @param fail answers a request with a failure
   */
  ClaimLane(
      String name,
      int threadCount,
      int largestBatch,
      Consumer<List<ClaimRequest>> work,
      BiConsumer<ClaimRequest, Throwable> fail) {
    this.name = name;
    this.threadCount = threadCount;
    this.largestBatch = largestBatch;
    this.work = work;
    this.fail = fail;
  }

  void start() {
    running = true;
    for (int i = 0; i < threadCount; i++) {
      threads.add(Thread.ofPlatform().name(name).daemon().start(this::run));
    }
  }

  /** Ends after the work at hand and refuses what waits. */
  void stop() throws InterruptedException {
    running = false;
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(5));
    }
    failAll(ClaimQueue.busy());
  }

  void add(ClaimRequest request) {
    requests.add(request);
    if (!running) {
      failAll(ClaimQueue.busy());
    }
  }

  /** Fails everything that waits. */
  void failAll(Throwable problem) {
    List<ClaimRequest> all = new ArrayList<>();
    requests.drainTo(all);
    all.forEach(request -> fail.accept(request, problem));
  }

  private void run() {
    int last = 1;
    while (running) {
      List<ClaimRequest> batch = new ArrayList<>();
      try {
        batch.add(requests.take());
        gather(batch, last);
      } catch (InterruptedException ended) {
        batch.forEach(request -> fail.accept(request, ClaimQueue.busy()));
        return;
      }
      requests.drainTo(batch, largestBatch - batch.size());
      last = batch.size();
      work(batch);
    }
  }

  /**
   * Waits a moment for as many as the last batch had: those who were just answered ask again
   * together, and the first of them alone would cost as much as all.
   */
  private void gather(List<ClaimRequest> batch, int last) throws InterruptedException {
    long until = System.nanoTime() + GATHER.toNanos();
    while (batch.size() < last) {
      ClaimRequest request = requests.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (request == null) {
        return;
      }
      batch.add(request);
    }
  }

  /** Whatever goes wrong, every request is answered and the thread goes on. */
  private void work(List<ClaimRequest> batch) {
    try {
      work.accept(batch);
    } catch (RuntimeException | Error failed) {
      // An Error, too: without its thread a lane would answer nobody.
      LOG.errorf(failed, "%s failed", name);
      batch.forEach(request -> fail.accept(request, failed));
    }
  }
}
