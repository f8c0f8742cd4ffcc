package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One group.
 *
 * @param kind its kind, as named in leaves
 * @param community the community's path, or a wider one
 * @param approvedAt when it was approved; null before
 * @param state its state, as named in leaves
 * @param people the pseudonyms of its members, by membership id
 */
public record GroupFigures(
    String id,
    long version,
    String kind,
    String community,
    Instant approvedAt,
    String state,
    Map<String, String> people)
    implements Figures {

  private static final Set<String> COUNTED = Set.of("ACTIVE", "SUSPENDED");

  /** Whether the statistics count it. */
  public boolean counts() {
    return COUNTED.contains(state) && kind != null && community != null && approvedAt != null;
  }

  /** Whether it counts in the same cells as {@code other}, which must count. */
  boolean countsWhere(GroupFigures other) {
    return counts() && kind.equals(other.kind) && community.equals(other.community);
  }

  /** The people of the memberships that {@code other} does not have. */
  List<String> peopleWithout(GroupFigures other) {
    return people.entrySet().stream()
        .filter(one -> !other.people.containsKey(one.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
