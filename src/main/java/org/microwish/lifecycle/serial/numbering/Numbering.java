package org.microwish.lifecycle.serial.numbering;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.lifecycle.serial.numbering.SerialNumber.Series;

/**
 * Says which leaves give a number, and in which series. A wish gets its number with its first
 * submission, a group when it is proposed, and keeps it: whatever is returned, submitted again or
 * moved to another street. Street and kind are those of the last leaf before it that states them.
 *
 * <p>The letters: {@code W} 微心愿, {@code P} 微项目, {@code G} 团体. Each further type takes letters of
 * its own, and a line in {@link #SUBMISSIONS}.
 */
public final class Numbering {

  /** The types whose aggregates have numbers, each with the entry that gives them. */
  public static final Map<AggregateType, EntryType> SUBMISSIONS =
      Map.of(
          AggregateType.WISH, EntryType.WISH_SUBMITTED,
          AggregateType.GROUP, EntryType.GROUP_PROPOSED);

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static final int STREET_DIGITS = 9;

  private record Aggregate(AggregateType type, String id) {}

  /** Where an aggregate without a number belongs and what it is. */
  private record Place(String street, String kind) {}

  private final Map<Aggregate, Place> places = new HashMap<>();
  private final Set<Aggregate> numbered = new HashSet<>();

  /**
   * Takes the next leaf. The leaves of one aggregate come in their order, and those that give a
   * number in leaf order.
   *
   * @return the series whose next number the aggregate gets with this leaf; mostly nothing
   * @throws IllegalArgumentException when a fact does not have the form that the schema gives it
   */
  public Optional<Series> add(Leaf leaf) {
    EntryType submission = SUBMISSIONS.get(leaf.aggregateType());
    Aggregate aggregate = new Aggregate(leaf.aggregateType(), leaf.aggregateId());
    if (submission == null || numbered.contains(aggregate)) {
      return Optional.empty();
    }
    Place stated = place(leaf);
    if (stated != null) {
      places.put(aggregate, stated);
    }
    // Nothing is known of an aggregate whose first leaf is missing or damaged.
    if (leaf.type() != submission || !places.containsKey(aggregate)) {
      return Optional.empty();
    }
    numbered.add(aggregate);
    Place place = places.remove(aggregate);
    int year = leaf.recordedAt().atZone(SHANGHAI).getYear();
    return Optional.of(new Series(place.street(), year, place.kind()));
  }

  /** What the leaf states of its aggregate, or null. */
  private static Place place(Leaf leaf) {
    try {
      if (leaf.facts().get("wish") instanceof Map<?, ?> wish) {
        return new Place(street((String) wish.get("community")), letter((String) wish.get("kind")));
      }
      return leaf.facts().get("group") instanceof Map<?, ?> group
          ? new Place(street((String) group.get("community")), "G")
          : null;
    } catch (ClassCastException | NullPointerException malformed) {
      throw new IllegalArgumentException("a fact of another form", malformed);
    }
  }

  /** A path is a code without its last zeros; one that is wider than a street gets them back. */
  private static String street(String path) {
    return path.concat("0".repeat(STREET_DIGITS)).substring(0, STREET_DIGITS);
  }

  private static String letter(String kind) {
    return switch (kind) {
      case "WISH" -> "W";
      case "PROJECT" -> "P";
      default -> throw new IllegalArgumentException("no kind of wish: " + kind);
    };
  }
}
