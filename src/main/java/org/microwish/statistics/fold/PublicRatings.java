package org.microwish.statistics.fold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Ratings as the public may see them; null means that a wider division contains them.
 *
 * @param groups how many wishes are rated with the stars of each group, ascending
 * @param rated the number of wishes with a rating
 * @param dissatisfied how often dissatisfaction was recorded
 */
public record PublicRatings(List<Group> groups, Long rated, Long dissatisfied) {

  /** Neighbouring stars that are counted together. */
  public record Group(int from, int to, long wishes) {}

  /**
   * The mean of the groups with two decimals, in which a merged group counts as its middle: the
   * exact mean would tell what is merged. Null if there are no groups.
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
