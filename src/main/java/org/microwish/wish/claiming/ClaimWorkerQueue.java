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

/** A first-in-first-out queue of requests with its worker threads. */
final class ClaimWorkerQueue {

  private static final Logger LOG = Logger.getLogger(ClaimWorkerQueue.class);

  /** Maximum time to wait for more requests; there is no wait after a batch of one. */
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
   * @param work must answer each request, or add it to this queue or another
   * @param fail answers a request with a failure
   */
  ClaimWorkerQueue(
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

  /** Stops after the current batch, waiting up to 5 seconds per thread; fails waiting requests. */
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

  /** Fails all waiting requests. */
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
   * Waits up to {@link #GATHER} for as many requests as the last batch had. Clients that were just
   * answered send their next requests at the same time, and a batch of one costs nearly as much as
   * a batch of all.
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

  /** Runs a batch; on any failure answers every request of it and keeps the thread alive. */
  private void work(List<ClaimRequest> batch) {
    try {
      work.accept(batch);
    } catch (RuntimeException | Error failed) {
      // Also catches Error: a lane without its thread would answer no requests.
      LOG.errorf(failed, "Lane %s failed", name);
      batch.forEach(request -> fail.accept(request, failed));
    }
  }
}
