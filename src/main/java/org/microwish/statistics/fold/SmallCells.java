package org.microwish.statistics.fold;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Decides which divisions may show a figure, so that no small number is revealed. Among the cells
 * directly below a division, some are merged: they do not show the figure. Merged are all cells
 * that are too small, and all cells without which the division would be too small. Then the
 * smallest remaining cells are merged, one by one, until three contents are each empty or large
 * enough: the content of all merged cells together, the content that is in no shown cell, and the
 * content that is in more than one shown cell. So neither the difference between a division and
 * parts of it, nor the sum of the parts, reveals a small number, even if the cells overlap. All
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

  /**
   * What the rule needs to know about contents.
   *
   * @param <C> the content of a cell
   */
  interface Contents<C> {
    /** Returns how large a content is; the smallest cells are merged first. */
    long size(C content);

    /** Whether a content may be shown; true of an empty content. */
    boolean isLarge(C content);

    /** Returns the content of several cells together. */
    C together(Collection<C> cells);

    /** Whether a content without one of its parts is large enough to be shown. */
    boolean isLargeWithout(C content, C part);

    /** Returns what is in more than one of the cells. */
    C inSeveral(Collection<C> cells);

    /** Whether two contents have something in common. */
    boolean meet(C one, C other);
  }

  /** Contents that are people, who may be in several cells. */
  static final Contents<Set<String>> PEOPLE =
      new Contents<>() {
        @Override
        public long size(Set<String> content) {
          return content.size();
        }

        @Override
        public boolean isLarge(Set<String> content) {
          return SmallCells.isLarge(content.size());
        }

        @Override
        public Set<String> together(Collection<Set<String>> cells) {
          Set<String> all = new HashSet<>();
          cells.forEach(all::addAll);
          return all;
        }

        @Override
        public boolean isLargeWithout(Set<String> content, Set<String> part) {
          return SmallCells.isLarge(content.size() - part.size());
        }

        @Override
        public Set<String> inSeveral(Collection<Set<String>> cells) {
          Set<String> once = new HashSet<>();
          Set<String> again = new HashSet<>();
          for (Set<String> cell : cells) {
            for (String person : cell) {
              if (!once.add(person)) {
                again.add(person);
              }
            }
          }
          return again;
        }

        @Override
        public boolean meet(Set<String> one, Set<String> other) {
          return one.stream().anyMatch(other::contains);
        }
      };

  private final Contents<C> contents;
  private final C everywhere;
  private final Function<String, Map<String, C>> below;
  private final Map<String, Set<String>> merged = new HashMap<>();

  /**
   * @param everywhere the content of all divisions together
   * @param below returns the cells directly below a division: by path, and with the key {@link
   *     #OWN}
   */
  SmallCells(Contents<C> contents, C everywhere, Function<String, Map<String, C>> below) {
    this.contents = contents;
    this.everywhere = everywhere;
    this.below = below;
  }

  /** Whether a number may be shown: it is 0 or at least {@link #LEAST}. */
  static boolean isLarge(long people) {
    return people == 0 || people >= LEAST;
  }

  /** Whether the division with that path shows the figure. */
  boolean shows(String path) {
    if (!contents.isLarge(everywhere)) {
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
   * Whether a division shows the figure of its {@link #OWN} cell, which excludes the divisions
   * below it.
   */
  boolean showsOwn(String path) {
    return shows(path) && !mergedBelow(path).contains(OWN);
  }

  private Set<String> mergedBelow(String parent) {
    return merged.computeIfAbsent(parent, path -> merge(below.apply(path)));
  }

  private Set<String> merge(Map<String, C> cells) {
    List<String> order =
        cells.entrySet().stream()
            .filter(cell -> contents.size(cell.getValue()) > 0)
            .sorted(
                Comparator.comparingLong(
                        (Map.Entry<String, C> cell) -> contents.size(cell.getValue()))
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    C all = contents.together(order.stream().map(cells::get).toList());
    Set<String> keys = new TreeSet<>();
    for (String key : order) {
      C cell = cells.get(key);
      if (!contents.isLarge(cell) || !contents.isLargeWithout(all, cell)) {
        keys.add(key);
      }
    }
    while (keys.size() < order.size()) {
      List<C> shown = order.stream().filter(key -> !keys.contains(key)).map(cells::get).toList();
      C several = contents.inSeveral(shown);
      boolean apart =
          contents.isLarge(contents.together(keys.stream().map(cells::get).toList()))
              && contents.isLargeWithout(all, contents.together(shown));
      if (apart && contents.isLarge(several)) {
        break;
      }
      order.stream()
          .filter(key -> !keys.contains(key))
          .filter(key -> !apart || contents.meet(several, cells.get(key)))
          .findFirst()
          .ifPresent(keys::add);
    }
    return keys;
  }
}
