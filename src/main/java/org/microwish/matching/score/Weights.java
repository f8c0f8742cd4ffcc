package org.microwish.matching.score;

import java.util.EnumMap;
import java.util.Map;

/**
 * The weights of all terms.
 *
 * @param version the checksum of the configuration; 0 for weights that are not from the
 *     configuration
 * @param points the points of each term at 100 per cent
 */
public record Weights(long version, Map<Term, Integer> points) {

  /** The largest weight of a term. The sum of all terms then fits an int with much to spare. */
  public static final int MOST = 1000;

  /**
   * Copies the weights; a missing term gets its default weight.
   *
   * @throws IllegalArgumentException if a weight is negative or above {@link #MOST}
   */
  public Weights {
    Map<Term, Integer> all = new EnumMap<>(Term.class);
    for (Term term : Term.values()) {
      int weight = points.getOrDefault(term, term.weight());
      if (weight < 0 || weight > MOST) {
        throw new IllegalArgumentException(
            "The weight of " + term + " is not between 0 and " + MOST + ": " + weight);
      }
      all.put(term, weight);
    }
    points = all;
  }

  /** Returns the default weights. */
  public static Weights standard() {
    return new Weights(0, Map.of());
  }

  /** Returns the points of a percentage of a term. */
  public int points(Term term, int percent) {
    return points.get(term) * percent / 100;
  }
}
