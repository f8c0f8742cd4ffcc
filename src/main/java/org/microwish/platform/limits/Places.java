package org.microwish.platform.limits;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A bulkhead: limits how many pieces of one kind of work are under way at the same time in this
 * instance, in total and for each key. Each piece of work holds one place; if no place is free, the
 * work is refused and does not wait. Only keys that hold a place are stored.
 */
public final class Places {

  private final int forKey;
  private final Semaphore all;
  private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * Creates places, all of them free.
   *
   * @param forKey the maximum number of places that one key may hold
   * @param inAll the maximum number of places that all keys together may hold
   */
  public Places(int forKey, int inAll) {
    if (forKey < 1 || inAll < forKey) {
      throw new IllegalArgumentException("needs 1 <= " + forKey + " <= " + inAll);
    }
    this.forKey = forKey;
    this.all = new Semaphore(inAll);
  }

  /**
   * Takes a place for the key.
   *
   * @return a task that gives the place back, to be run when the work is done; running it again has
   *     no effect. Empty if no place is free
   */
  public Optional<Runnable> take(String key) {
    if (!all.tryAcquire()) {
      return Optional.empty();
    }
    boolean[] granted = new boolean[1];
    taken.compute(
        key,
        (k, held) -> {
          int before = held == null ? 0 : held;
          granted[0] = before < forKey;
          return granted[0] ? Integer.valueOf(before + 1) : held;
        });
    if (!granted[0]) {
      all.release();
      return Optional.empty();
    }
    AtomicBoolean free = new AtomicBoolean();
    return Optional.of(
        () -> {
          if (free.compareAndSet(false, true)) {
            taken.computeIfPresent(key, (k, held) -> held == 1 ? null : Integer.valueOf(held - 1));
            all.release();
          }
        });
  }

  /** Returns whether all places are free. */
  boolean areFree() {
    return taken.isEmpty();
  }
}
