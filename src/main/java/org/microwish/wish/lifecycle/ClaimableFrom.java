package org.microwish.wish.lifecycle;

import java.util.Set;

/**
 * The area in which the claimant's division, or a community where the claimant is checked in, must
 * lie.
 */
public enum ClaimableFrom {
  ANYWHERE(0),
  /** The street of the wish's division; the default. */
  STREET(9),
  /** The community of the wish's division. */
  COMMUNITY(12);

  private final int digits;

  ClaimableFrom(int digits) {
    this.digits = digits;
  }

  /**
   * Whether a claimant with these divisions may claim: always for ANYWHERE, otherwise if one of the
   * divisions lies in the wish's street or community.
   *
   * @param wishPath the path of the wish's division, which is a community or smaller
   * @param claimantPaths the paths of the claimant's own division and of its live check-ins
   */
  public boolean admits(String wishPath, Set<String> claimantPaths) {
    int length = Math.min(digits, wishPath.length());
    return digits == 0
        || claimantPaths.stream().anyMatch(path -> path.regionMatches(0, wishPath, 0, length));
  }
}
