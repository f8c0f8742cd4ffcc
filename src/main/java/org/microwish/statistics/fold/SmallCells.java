package org.microwish.statistics.fold;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * The rule for small cells over the tree of divisions: which divisions show a figure. Among the
 * cells directly below a division, those that are too small are merged, with the next smallest ones
 * until all of them together are large enough. So the difference between a division and its shown
 * parts is never small. What lies below a merged cell is merged too.
 *
 * @param <C> the content of a cell
 */
final class SmallCells<C> {

  /** The smallest number of people that a cell may show, apart from none at all. */
  static final int LEAST = 5;

  /** The key of what is recorded for a division itself, not for one below it. */
  static final String OWN = "own";

  private final C everywhere;
  private final Function<String, Map<String, C>> below;
  private final ToLongFunction<C> size;
  private final Predicate<C> large;
  private final BinaryOperator<C> union;
  private final Map<String, Set<String>> merged = new HashMap<>();

  /**
   * @param everywhere the content of the widest cell
   * @param below the cells directly below a division, by path, and {@link #OWN}
   * @param size how large a cell is; the smallest are merged first
   * @param large whether a cell may be shown; also true of an empty cell
   */
  SmallCells(
      C everywhere,
      Function<String, Map<String, C>> below,
      ToLongFunction<C> size,
      Predicate<C> large,
      BinaryOperator<C> union) {
    this.everywhere = everywhere;
    this.below = below;
    this.size = size;
    this.large = large;
    this.union = union;
  }

  /** Whether nobody or enough people are counted. */
  static boolean isLarge(long people) {
    return people == 0 || people >= LEAST;
  }

  /** Whether the division with that path shows the figure. */
  boolean shows(String path) {
    if (!large.test(everywhere)) {
      return false;
    }
    String parent = "";
    for (int length : Statistics.PATH_LENGTHS) {
      if (length > 0 && length <= path.length()) {
        String child = path.substring(0, length);
        if (mergedBelow(parent).contains(child)) {
          return false;
        }
        parent = child;
      }
    }
    return true;
  }

  /** Whether a division shows what is recorded for itself, apart from the divisions below it. */
  boolean showsOwn(String path) {
    return shows(path) && !mergedBelow(path).contains(OWN);
  }

  private Set<String> mergedBelow(String parent) {
    return merged.computeIfAbsent(parent, path -> merge(below.apply(path)));
  }

  private Set<String> merge(Map<String, C> cells) {
    List<Map.Entry<String, C>> order =
        cells.entrySet().stream()
            .filter(cell -> size.applyAsLong(cell.getValue()) > 0)
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<String, C> cell) -> size.applyAsLong(cell.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Set<String> keys = new TreeSet<>();
    C together = null;
    for (Map.Entry<String, C> cell : order) {
      if (!large.test(cell.getValue())) {
        together = together == null ? cell.getValue() : union.apply(together, cell.getValue());
        keys.add(cell.getKey());
      }
    }
    for (Map.Entry<String, C> cell : order) {
      if (together == null || large.test(together)) {
        break;
      }
      if (keys.add(cell.getKey())) {
        together = union.apply(together, cell.getValue());
      }
    }
    return keys;
  }
}
