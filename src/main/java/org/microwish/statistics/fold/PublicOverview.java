package org.microwish.statistics.fold;

import java.util.Set;

/**
 * The counts of one cell, and which of them the public may see.
 *
 * @param figures the exact counts
 * @param merged the figures of people that must not be shown for this cell
 */
public record PublicOverview(Overview figures, Set<People> merged) {

  public PublicOverview {
    merged = Set.copyOf(merged);
  }

  /** Whether the figure of people may be shown for this cell. */
  public boolean shows(People figure) {
    return !merged.contains(figure);
  }

  /** Returns the count, or null if the figure must not be shown. */
  public Long shown(People figure, long count) {
    return shows(figure) ? (Long) count : null;
  }
}
