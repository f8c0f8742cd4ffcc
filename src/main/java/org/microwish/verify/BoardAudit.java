package org.microwish.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
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
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.Transition;
import org.microwish.statistics.fold.Board;
import org.microwish.statistics.fold.BoardFigures;
import org.microwish.statistics.fold.BoardMonth;
import org.microwish.statistics.fold.BoardStanding;
import org.microwish.statistics.fold.Shanghai;
import org.microwish.statistics.fold.Statistics;
import org.microwish.statistics.fold.WishFigures;

/**
 * Checks that each leaderboard is frozen once, by the service. Computes each board again from the
 * leaves that it counts according to its own leaf, and compares the result with the board. The last
 * counted leaf is a little before the board's own leaf. So this class keeps the last changes of
 * wishes, to reconstruct the wishes' figures at the last counted leaf.
 */
final class BoardAudit {

  /**
   * Maximum number of leaves between the leaves that a board counts and the board's own leaf. The
   * distance is small, because the service freezes a board only when it has counted all leaves.
   */
  private static final int MOST_BEHIND = 65_536;

  /**
   * Maximum time between the recording of a leaf that a board does not count and the recording of
   * the board's own leaf. The service freezes a board at most 5 minutes after it has counted all
   * leaves; the rest is tolerance.
   */
  private static final Duration MOST_LATE = Duration.ofMinutes(10);

  static final Actor SERVICE = new Actor("system", null, "SYSTEM");
  static final Transition FREEZE = new Transition("FREEZE", null, "FROZEN");

  /**
   * The change of a wish by the leaf with this index.
   *
   * @param before the figures of the wish before the leaf; null if the leaf is the wish's first
   */
  private record Change(long index, Instant recordedAt, String wish, WishFigures before) {}

  /** The ids of the wishes with events that a board counts; an id can occur several times. */
  private final Map<BoardMonth, List<String>> touched = new HashMap<>();

  private final Function<String, WishFigures> wishes;
  private final Deque<Change> changes = new ArrayDeque<>();

  /**
   * The ids of wishes with a finding. Boards that count such a wish are not compared, because the
   * finding already explains a difference.
   */
  private final Set<String> broken = new HashSet<>();

  /**
   * @param wishes returns the figures of a wish, by id, after all leaves read so far
   */
  BoardAudit(Function<String, WishFigures> wishes) {
    this.wishes = wishes;
  }

  /** Records that a leaf changed the figures of a wish. */
  void put(long index, Instant recordedAt, WishFigures before, WishFigures after) {
    changes.addLast(new Change(index, recordedAt, after.id(), before));
    if (changes.size() > MOST_BEHIND) {
      changes.removeFirst();
    }
    for (BoardMonth board : BoardMonth.touched(before, after, index)) {
      touched.computeIfAbsent(board, first -> new ArrayList<>(2)).add(after.id());
    }
  }

  /** Records that a wish has a finding. */
  void breaks(String wish) {
    broken.add(wish);
  }

  /**
   * Checks a leaf of a leaderboard. Each board has exactly one leaf, because a second one could add
   * events that were recorded late. Returns the finding, or null if the leaf is correct.
   */
  Finding check(long index, Leaf leaf, BoardFigures frozen) {
    if (frozen.version() > 1) {
      return Rule.BOARD_AGAIN.at(index, leaf.aggregateId(), frozen.version());
    }
    Transition change = leaf.transition();
    if (leaf.type() != EntryType.LEADERBOARD_FROZEN
        || !leaf.actor().equals(SERVICE)
        || !change.equals(FREEZE)
        || !leaf.commitments().isEmpty()) {
      return Rule.BOARD_BY_OTHERS.at(
          index,
          leaf.aggregateId(),
          change.command(),
          leaf.actor().pseudonym(),
          leaf.actor().role());
    }
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
      // Earlier leaves are missing, which is already reported as another finding.
      return null;
    }
    String early = early(index, leaf, frozen.treeSize(), frozen.month().plusMonths(1));
    if (early != null) {
      return early;
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

  /**
   * Checks the time of a leaf that freezes figures and the number of leaves that the figures count.
   * Returns the fault: the leaf was recorded too early, or leaves are not counted that should be.
   * Returns null if there is no fault.
   *
   * @param treeSize the number of counted leaves, as the leaf states it
   * @param over the month before whose beginning nothing may be frozen
   */
  String early(long index, Leaf leaf, long treeSize, YearMonth over) {
    if (treeSize > index || treeSize < index - MOST_BEHIND) {
      return "treeSize " + treeSize;
    }
    if (leaf.recordedAt().isBefore(Shanghai.start(over))) {
      return "recordedAt " + leaf.recordedAt();
    }
    Change late = firstNotCounted(treeSize);
    return late != null && late.recordedAt().plus(MOST_LATE).isBefore(leaf.recordedAt())
        ? "leaf %d is not counted, but was recorded at %s"
            .formatted(late.index(), late.recordedAt())
        : null;
  }

  /** Returns true if any wish has a finding. */
  boolean isBroken() {
    return !broken.isEmpty();
  }

  /**
   * Returns the first change of a wish by a leaf that is not among the first {@code treeSize}
   * leaves; null if there is none.
   */
  private Change firstNotCounted(long treeSize) {
    Change first = null;
    Iterator<Change> back = changes.descendingIterator();
    while (back.hasNext()) {
      Change change = back.next();
      if (change.index() < treeSize) {
        break;
      }
      first = change;
    }
    return first;
  }

  /**
   * Returns the wishes that changed after the first {@code treeSize} leaves, by id, each with the
   * figures that it had after those leaves; null for a wish that did not exist yet.
   */
  Map<String, WishFigures> earlier(long treeSize) {
    Map<String, WishFigures> earlier = new HashMap<>();
    Iterator<Change> back = changes.descendingIterator();
    while (back.hasNext()) {
      Change change = back.next();
      if (change.index() < treeSize) {
        break;
      }
      earlier.put(change.wish(), change.before());
    }
    return earlier;
  }

  private Board board(BoardFigures frozen, Set<String> counted) {
    Map<String, WishFigures> earlier = earlier(frozen.treeSize());
    Statistics then = new Statistics();
    counted.stream()
        .map(wish -> earlier.containsKey(wish) ? earlier.get(wish) : wishes.apply(wish))
        .filter(Objects::nonNull)
        .forEach(then::put);
    return then.board(frozen.division(), frozen.month());
  }

  /** Returns the first line that differs, as recorded and as computed; null if no line differs. */
  private static String difference(List<BoardStanding> said, List<BoardStanding> computed) {
    for (int i = 0; i < Math.max(said.size(), computed.size()); i++) {
      BoardStanding one = i < said.size() ? said.get(i) : null;
      BoardStanding other = i < computed.size() ? computed.get(i) : null;
      if (!Objects.equals(one, other)) {
        return one + " ≠ " + other;
      }
    }
    return null;
  }
}
