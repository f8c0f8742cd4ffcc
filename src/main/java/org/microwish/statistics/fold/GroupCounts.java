package org.microwish.statistics.fold;

import java.util.Map;

/**
 * Groups that work or rest, and who belongs to them.
 *
 * @param kinds how many groups of each kind, by the leaf's name of it, ascending; kinds without any
 *     are missing
 * @param people distinct people who belong to any
 */
public record GroupCounts(Map<String, Long> kinds, long people) {

  /** Nothing. */
  public static final GroupCounts NONE = new GroupCounts(Map.of(), 0);

  /** All groups. */
  public long groups() {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }
}
