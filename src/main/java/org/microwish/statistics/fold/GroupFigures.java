package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One group.
 *
 * @param kind the group's kind, as named in leaves
 * @param community the path of the group's community, or of a wider division
 * @param approvedAt when the group was approved; null before
 * @param state the group's state, as named in leaves
 * @param people the pseudonyms of the group's members, by membership id
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

  /** Whether the statistics count this group. */
  public boolean counts() {
    return state != null
        && COUNTED.contains(state)
        && kind != null
        && community != null
        && approvedAt != null;
  }

  /**
   * Returns true if the statistics count this group, with the same kind and in the same cells as
   * {@code other}. The caller must make sure that {@code other} is counted.
   */
  boolean countsWhere(GroupFigures other) {
    return counts() && kind.equals(other.kind) && community.equals(other.community);
  }

  /** Returns the people of this group whose memberships {@code other} does not contain. */
  List<String> peopleWithout(GroupFigures other) {
    return people.entrySet().stream()
        .filter(one -> !other.people.containsKey(one.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
