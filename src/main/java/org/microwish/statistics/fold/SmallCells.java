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
 * Decides which divisions may show a figure, so that no small number is revealed. Among the cells
 * directly below a division, those that are too small are merged, together with the next smallest
 * ones, until all merged cells together are large enough. Merged cells do not show the figure. So
 * the difference between a division and those of its parts that show the figure is never small. All
 * cells below a merged cell are merged too.
 *
 * @param <C> the content of a cell
 */
final class SmallCells<C> {

  /** The smallest number that a cell may show, apart from 0. */
  static final int LEAST = 5;

  /**
   * The key of the cell with what is recorded for a division itself, not for a division below it.
   */
  static final String OWN = "own";

  private final C everywhere;
  private final Function<String, Map<String, C>> below;
  private final ToLongFunction<C> size;
  private final Predicate<C> large;
  private final BinaryOperator<C> union;
  private final Map<String, Set<String>> merged = new HashMap<>();

  /**
   * @param everywhere the content of all divisions together
   * @param below returns the cells directly below a division: by path, and with the key {@link
   *     #OWN}
   * @param size how large a cell is; the smallest are merged first
   * @param large whether a cell may be shown; must also be true of an empty cell
   * @param union merges the contents of two cells
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

  /** Whether a number may be shown: it is 0 or at least {@link #LEAST}. */
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

  /**
   * Whether a division shows the figure for what is recorded for the division itself, without the
   * divisions below it.
   */
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
