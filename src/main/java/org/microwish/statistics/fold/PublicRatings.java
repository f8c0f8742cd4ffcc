package org.microwish.statistics.fold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The ratings that the public may see; components that must not be shown are null.
 *
 * @param groups the number of wishes for each group of neighbouring stars, ascending
 * @param rated the number of wishes with a rating
 * @param dissatisfied the number of reports of dissatisfaction
 */
public record PublicRatings(List<Group> groups, Long rated, Long dissatisfied) {

  /** The number of wishes that are rated with {@code from} to {@code to} stars. */
  public record Group(int from, int to, long wishes) {}

  /**
   * Returns the mean rating with two decimals. All ratings of a group count as the group's middle
   * value, because the exact mean would reveal the distribution within a group. Null if there are
   * no ratings, or if the number of ratings or the groups must not be shown.
   */
  public BigDecimal mean() {
    if (groups == null || rated == null || rated == 0) {
      return null;
    }
    long twice = 0;
    for (Group group : groups) {
      twice += (group.from() + group.to()) * group.wishes();
    }
    return BigDecimal.valueOf(twice).divide(BigDecimal.valueOf(2 * rated), 2, RoundingMode.HALF_UP);
  }
}
