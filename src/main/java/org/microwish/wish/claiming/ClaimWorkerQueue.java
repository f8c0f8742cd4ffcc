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

/** A first-in-first-out queue of claim requests, and the threads that process them in batches. */
final class ClaimWorkerQueue {

  private static final Logger LOG = Logger.getLogger(ClaimWorkerQueue.class);

  /**
   * Maximum time that a worker waits for more requests before it processes a batch; after a batch
   * of one, it does not wait.
   */
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
   * @param work processes a batch; must answer each request, or add the request to this or another
   *     queue
   * @param fail answers one request with the given failure
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

  /**
   * Stops the threads after their current batches, waiting up to 5 seconds for each thread; fails
   * the waiting requests.
   */
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

  /** Removes all waiting requests from the queue and fails them. */
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
   * Waits up to {@link #GATHER} for as many requests as the last batch had. The clients of the last
   * batch, which were answered at the same time, may send their next requests together, and one
   * large batch costs little more than a batch of one.
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

  /**
   * Processes a batch; on any failure, fails every request of the batch and keeps the thread alive.
   */
  private void work(List<ClaimRequest> batch) {
    try {
      work.accept(batch);
    } catch (RuntimeException | Error failed) {
      // Also catches Error: an Error would end this thread, and a queue without threads would
      // answer no requests.
      LOG.errorf(failed, "Queue %s failed to process a batch of claims", name);
      batch.forEach(request -> fail.accept(request, failed));
    }
  }
}
