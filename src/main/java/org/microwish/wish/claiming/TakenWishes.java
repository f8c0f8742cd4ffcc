package org.microwish.wish.claiming;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Wishes that had nothing left when last looked at. Only a hint which of two ways a claim should
 * go: the slower one, under the wish's lock, is never wrong, and the faster one looks again. So a
 * few thousand slots that overwrite each other are enough, and nothing is ever stale.
 */
final class TakenWishes {

  private static final int SLOTS = 1 << 13;

  private final AtomicLongArray ids = new AtomicLongArray(SLOTS);

  boolean mayHold(long wishId) {
    return ids.get(slot(wishId)) == wishId;
  }

  /** What a look at the wishes of these orders has shown. */
  void learn(List<ClaimOrder> orders, Set<Long> taken) {
    for (ClaimOrder order : orders) {
      int slot = slot(order.wishId);
      if (taken.contains(order.wishId)) {
        ids.set(slot, order.wishId);
      } else {
        ids.compareAndSet(slot, order.wishId, 0);
      }
    }
  }

  private static int slot(long wishId) {
    return ClaimOrder.spread(wishId) & (SLOTS - 1);
  }
}
