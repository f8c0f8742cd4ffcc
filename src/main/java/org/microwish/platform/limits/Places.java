package org.microwish.platform.limits;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A bulkhead: how much of one kind of work may be under way at once, in total and for each key, in
 * this instance. Nobody waits for a place. Only keys that hold one are stored.
 */
public final class Places {

  private final int forKey;
  private final Semaphore all;
  private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * Creates the places; all are free.
   *
   * @param forKey the maximum number of places that one key may hold
   * @param inAll the maximum number of places that all keys may hold together
   */
  public Places(int forKey, int inAll) {
    if (forKey < 1 || inAll < forKey) {
      throw new IllegalArgumentException("needs 1 <= " + forKey + " <= " + inAll);
    }
    this.forKey = forKey;
    this.all = new Semaphore(inAll);
  }

  /**
   * Takes a place.
   *
   * @return gives the place back, however often it is run; empty if no place is free
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

  /** Whether no key holds a place. */
  boolean areFree() {
    return taken.isEmpty();
  }
}
