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
 * Decides which leaves assign a serial number, and in which series. A wish gets a number with its
 * first submission, a group when it is proposed. The number stays the same if the aggregate is
 * returned, submitted again or moved to another street. Street and kind come from the aggregate's
 * latest leaf that states them, up to and including the submission.
 *
 * <p>The letters: {@code W} 微心愿, {@code P} 微项目, {@code G} 团体. A new type of aggregate needs its own
 * letters and a line in {@link #SUBMISSIONS}.
 */
public final class Numbering {

  /**
   * The types of aggregates that have serial numbers, each with the type of the entry that assigns
   * the number.
   */
  public static final Map<AggregateType, EntryType> SUBMISSIONS =
      Map.of(
          AggregateType.WISH, EntryType.WISH_SUBMITTED,
          AggregateType.GROUP, EntryType.GROUP_PROPOSED);

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private static final int STREET_DIGITS = 9;

  private record Aggregate(AggregateType type, String id) {}

  /** The street and kind, as last stated by a leaf, of an aggregate that has no number yet. */
  private record Place(String street, String kind) {}

  private final Map<Aggregate, Place> places = new HashMap<>();
  private final Set<Aggregate> numbered = new HashSet<>();

  /**
   * Processes the next leaf. Callers must pass the leaves of each aggregate in order, and the
   * submissions in leaf order.
   *
   * @return the series whose next number this leaf assigns to the aggregate; empty if the leaf
   *     assigns no number, as is the case for most leaves
   * @throws IllegalArgumentException if a fact does not have the form that the schema defines
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
    // Without a stated place, the first leaf is missing or damaged, so the series is unknown.
    if (leaf.type() != submission || !places.containsKey(aggregate)) {
      return Optional.empty();
    }
    numbered.add(aggregate);
    Place place = places.remove(aggregate);
    int year = leaf.recordedAt().atZone(SHANGHAI).getYear();
    return Optional.of(new Series(place.street(), year, place.kind()));
  }

  /** Returns the street and kind that the leaf states, or null if it states none. */
  private static Place place(Leaf leaf) {
    try {
      if (leaf.facts().get("wish") instanceof Map<?, ?> wish) {
        return new Place(street((String) wish.get("community")), letter((String) wish.get("kind")));
      }
      return leaf.facts().get("group") instanceof Map<?, ?> group
          ? new Place(street((String) group.get("community")), "G")
          : null;
    } catch (ClassCastException | NullPointerException malformed) {
      throw new IllegalArgumentException("malformed fact", malformed);
    }
  }

  /**
   * Returns the nine digits of the street that contains the division with this path. A path is a
   * division code without trailing zeros; zeros are appended to a path above street level.
   */
  private static String street(String path) {
    return path.concat("0".repeat(STREET_DIGITS)).substring(0, STREET_DIGITS);
  }

  private static String letter(String kind) {
    return switch (kind) {
      case "WISH" -> "W";
      case "PROJECT" -> "P";
      default -> throw new IllegalArgumentException("unknown kind of wish: " + kind);
    };
  }
}
