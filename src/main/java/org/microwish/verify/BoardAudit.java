package org.microwish.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.statistics.fold.Board;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.BoardMonth;
import org.microwish.statistics.fold.Shanghai;
import org.microwish.statistics.fold.Standing;
import org.microwish.statistics.fold.Statistics;
import org.microwish.statistics.fold.WishFigures;

/**
 * Computes each frozen leaderboard anew from the leaves that it says it counts. These end a little
 * before the board's own leaf, so the changes of the last leaves are kept to be undone.
 */
final class BoardAudit {

  /**
   * How many leaves a board may lie after those that it counts. The service freezes a board only
   * when it has counted all leaves there are.
   */
  private static final int MOST_BEHIND = 65_536;

  /** A wish before a leaf; null before its first. */
  private record Change(long index, String wish, WishFigures before) {}

  /** The wishes with events on a board; some several times. */
  private final Map<BoardMonth, List<String>> touched = new HashMap<>();

  private final Function<String, WishFigures> wishes;
  private final Deque<Change> changes = new ArrayDeque<>();

  /** Wishes with a finding; it explains a difference of the boards that count them. */
  private final Set<String> broken = new HashSet<>();

  /** Uses the figures of wishes after the leaves so far. */
  BoardAudit(Function<String, WishFigures> wishes) {
    this.wishes = wishes;
  }

  /** Takes in a wish's figures after a leaf. */
  void put(long index, WishFigures before, WishFigures after) {
    changes.addLast(new Change(index, after.id(), before));
    if (changes.size() > MOST_BEHIND) {
      changes.removeFirst();
    }
    for (BoardMonth board : BoardMonth.touched(before, after, index)) {
      touched.computeIfAbsent(board, first -> new ArrayList<>(2)).add(after.id());
    }
  }

  /** Takes in that a wish has a finding. */
  void breaks(String wish) {
    broken.add(wish);
  }

  /** Checks the leaf of a board; null without a finding. */
  Finding check(long index, Leaf leaf, BoardFigures frozen) {
    String fault = fault(index, leaf, frozen);
    return fault == null
        ? null
        : Rule.OTHER_BOARD.at(index, leaf.aggregateId(), frozen.treeSize(), fault);
  }

  private String fault(long index, Leaf leaf, BoardFigures frozen) {
    if (!leaf.aggregateId().equals(BoardFigures.id(frozen.division(), frozen.month()))) {
      return frozen.division() + ":" + frozen.month();
    }
    if (frozen.treeSize() > index && !broken.isEmpty()) {
      // A leaf is missing, which is a finding of its own.
      return null;
    }
    if (frozen.treeSize() > index || frozen.treeSize() < index - MOST_BEHIND) {
      return "treeSize " + frozen.treeSize();
    }
    if (leaf.recordedAt().isBefore(Shanghai.start(frozen.month().plusMonths(1)))) {
      return "recordedAt " + leaf.recordedAt();
    }
    Set<String> counted =
        Set.copyOf(
            touched.getOrDefault(new BoardMonth(frozen.division(), frozen.month()), List.of()));
    if (!Collections.disjoint(counted, broken)) {
      return null;
    }
    Board computed = board(frozen, counted);
    String organisations = difference(frozen.board().organisations(), computed.organisations());
    return organisations == null
        ? difference(frozen.board().members(), computed.members())
        : organisations;
  }

  private Board board(BoardFigures frozen, Set<String> counted) {
    Map<String, WishFigures> earlier = new HashMap<>();
    Iterator<Change> back = changes.descendingIterator();
    while (back.hasNext()) {
      Change change = back.next();
      if (change.index() < frozen.treeSize()) {
        break;
      }
      earlier.put(change.wish(), change.before());
    }
    Statistics then = new Statistics();
    counted.stream()
        .map(wish -> earlier.containsKey(wish) ? earlier.get(wish) : wishes.apply(wish))
        .filter(Objects::nonNull)
        .forEach(then::put);
    return then.board(frozen.division(), frozen.month());
  }

  /** The first line that differs, as it stands and as it should; null if none does. */
  private static String difference(List<Standing> said, List<Standing> computed) {
    for (int i = 0; i < Math.max(said.size(), computed.size()); i++) {
      Standing one = i < said.size() ? said.get(i) : null;
      Standing other = i < computed.size() ? computed.get(i) : null;
      if (!Objects.equals(one, other)) {
        return one + " ≠ " + other;
      }
    }
    return null;
  }
}
