package org.microwish.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.microwish.platform.http.PageQuery;

/**
 * Keeps the best of many scored items that come after a given position. Items are ordered by
 * points, then by id, both largest first: of items with equal points, the newest comes first,
 * because people have had the least time to see it.
 */
final class Hits<T> {

  /** An item with its score. */
  record Hit<T>(int points, long id, T item) {}

  /** Orders hits, the best first. */
  private static final Comparator<Hit<?>> ORDER =
      Comparator.<Hit<?>>comparingInt(hit -> hit.points())
          .thenComparingLong(hit -> hit.id())
          .reversed();

  /** Maximum number of steps per page; after these steps, even an incomplete page is returned. */
  static final int STEPS = 5;

  /**
   * The number of items that the first step keeps beyond the size of the page. They replace the few
   * items that the rules refuse.
   */
  private static final int SPARE = 10;

  private final int most;
  private final int afterPoints;
  private final long afterId;
  private final PriorityQueue<Hit<T>> kept;
  private boolean more;

  /**
   * Creates an empty collection.
   *
   * @param most the maximum number of items to keep
   * @param afterPoints the points of the last item before the position; the largest int for none
   * @param afterId the id of the last item before the position
   */
  private Hits(int most, int afterPoints, long afterId) {
    this.most = most;
    this.afterPoints = afterPoints;
    this.afterId = afterId;
    this.kept = new PriorityQueue<>(most + 1, ORDER.reversed());
  }

  /**
   * Creates an empty collection for one step of a page. Each step keeps twice as many items as the
   * step before.
   *
   * @param step the number of the step, from 0
   */
  static <T> Hits<T> ofStep(int step, PageQuery page, int afterPoints, long afterId) {
    return new Hits<>((page.fetch() + SPARE) << step, afterPoints, afterId);
  }

  /**
   * Returns true if {@link #add} would keep an item with these points. Callers check this first, so
   * that they need not create items that are dropped at once.
   */
  boolean takes(int points, long id) {
    if (points > afterPoints || (points == afterPoints && id >= afterId)) {
      return false;
    }
    if (kept.size() < most) {
      return true;
    }
    more = true;
    Hit<T> worst = kept.peek();
    return points > worst.points() || (points == worst.points() && id > worst.id());
  }

  void add(int points, long id, T item) {
    kept.add(new Hit<>(points, id, item));
    if (kept.size() > most) {
      kept.poll();
    }
  }

  /** Returns the items, the best first. */
  List<Hit<T>> best() {
    List<Hit<T>> best = new ArrayList<>(kept);
    best.sort(ORDER);
    return best;
  }

  /** Returns true if items that come after the last of {@link #best} were dropped. */
  boolean more() {
    return more;
  }
}
