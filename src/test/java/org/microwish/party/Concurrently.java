package org.microwish.party;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Runs work on several threads at the same time. */
final class Concurrently {

  private Concurrently() {}

  /** Runs the work on that many threads, which start together, and returns all results. */
  static <T> List<T> run(int threads, IntFunction<T> work) {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        Callable<T> one =
            () -> {
              start.await();
              return work.apply(number);
            };
        futures.add(pool.submit(one));
      }
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }
}
