package org.microwish.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.microwish.platform.http.PageQuery;

/**
 * Keeps the best of many scored items after a position: most points first, then the largest id,
 * which is the newest and has had the least time to be seen.
 */
final class Hits<T> {

  /** An item with its score. */
  record Hit<T>(int points, long id, T item) {}

  /** The best first. */
  private static final Comparator<Hit<?>> ORDER =
      Comparator.<Hit<?>>comparingInt(hit -> hit.points())
          .thenComparingLong(hit -> hit.id())
          .reversed();

  /** After so many steps a page is shown although it is not full. */
  static final int STEPS = 5;

  /** How many more items than a page has the first step decides; few are refused. */
  private static final int SPARE = 10;

  private final int most;
  private final int afterPoints;
  private final long afterId;
  private final PriorityQueue<Hit<T>> kept;
  private boolean more;

  /**
   * Creates an empty collection.
   *
   * @param most how many items to keep
   * @param afterPoints the points of the last item before the position; the largest int for none
   * @param afterId the id of that item
   */
  private Hits(int most, int afterPoints, long afterId) {
    this.most = most;
    this.afterPoints = afterPoints;
    this.afterId = afterId;
    this.kept = new PriorityQueue<>(most + 1, ORDER.reversed());
  }

  /**
   * Creates an empty collection for one step of a page: each keeps twice as many as the one before.
   *
   * @param step the number of the step, from 0
   */
  static <T> Hits<T> ofStep(int step, PageQuery page, int afterPoints, long afterId) {
    return new Hits<>((page.fetch() + SPARE) << step, afterPoints, afterId);
  }

  /** Whether {@link #add} would keep an item; creating one that is not kept is a waste. */
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

  /** Whether there are items after the last of {@link #best}. */
  boolean more() {
    return more;
  }
}
