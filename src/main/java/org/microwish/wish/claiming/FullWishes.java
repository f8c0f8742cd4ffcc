package org.microwish.wish.claiming;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers wishes that had no place left when they were last read. It only chooses between two
 * ways to decide a claim, both of which read the wish again, so it may be wrong or forget: a few
 * thousand slots that overwrite each other are enough.
 */
final class FullWishes {

  private static final int SLOTS = 1 << 13;

  private final AtomicLongArray ids = new AtomicLongArray(SLOTS);

  boolean mayContain(long wishId) {
    return ids.get(slot(wishId)) == wishId;
  }

  /**
   * Remembers what was read.
   *
   * @param full the wishes of these requests that have no place left
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

  /** Spreads ids evenly: their low bits count what an instance made in a millisecond. */
  private static int slot(long wishId) {
    return Long.hashCode(wishId * 0x9E3779B97F4A7C15L) & (SLOTS - 1);
  }
}
