package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One group.
 *
 * @param kind the leaf's name of it
 * @param community the community's path, or a wider one
 * @param approvedAt when it was approved; null before
 * @param state the leaf's name of it
 * @param people the pseudonyms of those who belong to it, by membership
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

  /** Whether it counts in the same cells as another that counts. */
  boolean countsWhere(GroupFigures other) {
    return counts() && kind.equals(other.kind) && community.equals(other.community);
  }

  /** The people of the memberships that another has not. */
  List<String> peopleWithout(GroupFigures other) {
    return people.entrySet().stream()
        .filter(one -> !other.people.containsKey(one.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
