package org.microwish.wish.lifecycle;

import java.util.Set;

/** The area in which a claimant must have its own division or a check-in. */
public enum ClaimableFrom {
  ANYWHERE(0),
  /** The same street; the default. */
  STREET(9),
  /** The same community. */
  COMMUNITY(12);

  private final int digits;

  ClaimableFrom(int digits) {
    this.digits = digits;
  }

  /**
   * Whether one of the claimant's divisions lies in the wish's street or community.
   *
   * @param wishPath the path of the wish's division, at least a community
   * @param claimantPaths the paths of the claimant's own division and of its live check-ins
   */
  public boolean admits(String wishPath, Set<String> claimantPaths) {
    String area = wishPath.substring(0, Math.min(digits, wishPath.length()));
    return digits == 0 || claimantPaths.stream().anyMatch(path -> path.startsWith(area));
  }
}
