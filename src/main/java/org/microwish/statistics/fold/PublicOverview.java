package org.microwish.statistics.fold;

import java.util.Set;

/**
 * The counts of one cell as the public may see them.
 *
 * @param figures the exact counts
 * @param merged the figures that are contained in a wider cell only and must not be shown
 */
public record PublicOverview(Overview figures, Set<People> merged) {

  public PublicOverview {
    merged = Set.copyOf(merged);
  }

  /** Whether the figure may be shown. */
  public boolean shows(People figure) {
    return !merged.contains(figure);
  }

  /** The count, or null if it must not be shown. */
  public Long shown(People figure, long count) {
    return shows(figure) ? (Long) count : null;
  }
}
