package org.microwish.statistics.fold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The ratings of a set of wishes by one type of {@link Confirmer}.
 *
 * @param stars the numbers of wishes that are rated 1, 2, 3, 4 and 5, in this order
 * @param dissatisfied the number of reports of dissatisfaction
 */
public record Ratings(List<Long> stars, long dissatisfied) {

  public Ratings {
    stars = List.copyOf(stars);
  }

  /** Returns the number of wishes with a rating. */
  public long rated() {
    return stars.stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the mean rating with two decimals; null if there are no ratings. */
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
