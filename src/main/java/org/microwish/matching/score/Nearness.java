package org.microwish.matching.score;

/** How near a claimant is to a wish, the nearest first. */
enum Nearness {
  BUILDING(100, "同一栋楼", "same building"),
  GRID(85, "同一网格", "same grid"),
  COMMUNITY(70, "同一社区", "same community"),
  CHECK_IN(60, "报到社区", "community of check-in"),
  STREET(30, "同一街道", "same street"),
  ELSEWHERE(0, "其他街道", "another street");

  /** The length of the path of a street; the next constant is that of a community. */
  private static final int STREET_LENGTH = 9;

  static final int COMMUNITY_LENGTH = 12;

  final int percent;
  final String chinese;
  final String english;

  Nearness(int percent, String chinese, String english) {
    this.percent = percent;
    this.chinese = chinese;
    this.english = english;
  }

  static Nearness of(String wish, Profile claimant) {
    Nearness nearest = between(wish, claimant.path());
    for (String community : claimant.checkIns()) {
      Nearness level = between(wish, community);
      // A check-in is with a community as a whole, so a wish in that community counts as CHECK_IN,
      // even if its grid or building is known.
      nearest = nearer(nearest, level.percent >= COMMUNITY.percent ? CHECK_IN : level);
    }
    return nearest;
  }

  private static Nearness nearer(Nearness one, Nearness other) {
    return one.percent >= other.percent ? one : other;
  }

  /** Returns the level of the smallest division that contains both paths. */
  static Nearness between(String one, String other) {
    int least = Math.min(one.length(), other.length());
    int same = 0;
    while (same < least && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    if (same < COMMUNITY_LENGTH) {
      return same < STREET_LENGTH ? ELSEWHERE : STREET;
    }
    Nearness level = COMMUNITY;
    int start = COMMUNITY_LENGTH;
    while (start < same) {
      int end = start + 1;
      while (end < one.length() && one.charAt(end) <= '9') {
        end++;
      }
      if (end > same || (end < other.length() && other.charAt(end) <= '9')) {
        break;
      }
      if (one.charAt(start) == 'B') {
        level = BUILDING;
      } else if (one.charAt(start) == 'G') {
        level = GRID;
      }
      start = end;
    }
    return level;
  }
}
