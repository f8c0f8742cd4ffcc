package org.microwish.statistics.fold;

import java.util.Map;

/**
 * The counts of groups that are ACTIVE or SUSPENDED.
 *
 * @param kinds the number of groups by kind, as named in leaves, ascending; kinds without groups
 *     are missing
 * @param people distinct people who belong to at least one of these groups
 */
public record GroupCounts(Map<String, Long> kinds, long people) {

  /** No groups. */
  public static final GroupCounts NONE = new GroupCounts(Map.of(), 0);

  /** Returns the number of groups of all kinds. */
  public long groups() {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }
}
