package org.microwish.wish.claiming;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Caches the ids of wishes that were full when last read. The cache only selects the worker queue
 * (the refuser or the writer) for a claim; both read the wish again. Therefore entries may be stale
 * or missing, and an id may overwrite another id in the same slot.
 */
final class FullWishCache {

  private static final int SLOTS = 1 << 13;

  private final AtomicLongArray ids = new AtomicLongArray(SLOTS);

  boolean mayContain(long wishId) {
    return ids.get(slot(wishId)) == wishId;
  }

  /**
   * Updates the cache for the wishes of these requests.
   *
   * @param full the ids of those requested wishes that are full
   */
  void learn(List<ClaimRequest> requests, Set<Long> full) {
    for (ClaimRequest request : requests) {
      int slot = slot(request.wishId);
      if (full.contains(request.wishId)) {
        ids.set(slot, request.wishId);
      } else {
        ids.compareAndSet(slot, request.wishId, 0);
      }
    }
  }

  /**
   * Returns the slot for an id. Hashes the id, because its low bits, a counter per millisecond, are
   * not evenly distributed.
   */
  private static int slot(long wishId) {
    return Long.hashCode(wishId * 0x9E3779B97F4A7C15L) & (SLOTS - 1);
  }
}
