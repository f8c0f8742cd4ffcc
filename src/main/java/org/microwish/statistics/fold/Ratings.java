package org.microwish.statistics.fold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * What residents, or their proxies, said.
 *
 * @param stars how many wishes stand at 1, 2, 3, 4 and 5
 * @param dissatisfied how often somebody was not satisfied
 */
public record Ratings(List<Long> stars, long dissatisfied) {

  public Ratings {
    stars = List.copyOf(stars);
  }

  /** How many wishes have a rating. */
  public long rated() {
    return stars.stream().mapToLong(Long::longValue).sum();
  }

  /** The mean of the ratings with two decimals; null where there are none. */
  public BigDecimal mean() {
    long rated = rated();
    if (rated == 0) {
      return null;
    }
    long sum = 0;
    for (int i = 0; i < stars.size(); i++) {
      sum += (i + 1) * stars.get(i);
    }
    return BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(rated), 2, RoundingMode.HALF_UP);
  }
}
