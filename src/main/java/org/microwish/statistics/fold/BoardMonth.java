package org.microwish.statistics.fold;

import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.Set;

/**
 * Identifies a leaderboard that can be frozen: a street or community, and a month that contains
 * events there that a board counts.
 *
 * @param division the path, 9 or 12 digits
 */
public record BoardMonth(String division, YearMonth month) {

  private static final int[] PATH_LENGTHS = {9, 12};

  /**
   * Returns the boards to which a leaf of a wish adds events.
   *
   * @param before the wish before the leaf; null when the leaf is the wish's first
   * @param after the wish after the leaf
   * @param index the leaf's index
   */
  public static Set<BoardMonth> touched(WishFigures before, WishFigures after, long index) {
    Set<BoardMonth> touched = new HashSet<>();
    if (!after.isPublished()) {
      return touched;
    }
    boolean moved =
        before == null || !before.isPublished() || !after.community().equals(before.community());
    if (after.isFulfilled() && (moved || after.fulfilledLeaf() == index)) {
      add(touched, after.community(), after.fulfilledAt());
    }
    for (ClaimFigures claim : after.claims()) {
      if (claim.counts()) {
        for (Participation participation : claim.participations()) {
          if (moved || participation.leaf() == index) {
            add(touched, after.community(), participation.since());
          }
        }
      }
    }
    return touched;
  }

  private static void add(Set<BoardMonth> touched, String community, Instant event) {
    for (int length : PATH_LENGTHS) {
      if (length <= community.length()) {
        touched.add(new BoardMonth(community.substring(0, length), Shanghai.month(event)));
      }
    }
  }
}
