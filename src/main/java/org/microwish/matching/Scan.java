package org.microwish.matching;

import java.util.Arrays;
import java.util.Set;
import org.microwish.matching.OpenWishes.Shape;
import org.microwish.matching.score.Openness;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.WishFacts;

/**
 * Scores open wishes for one claimant. Most of the score follows from a wish's shape, which many
 * wishes share, and is computed once for each shape.
 */
final class Scan {

  /** The points of a shape whose wishes the claimant cannot claim or the query does not match. */
  private static final int NEVER = Integer.MIN_VALUE;

  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final Score score;
  private final int day;
  private final long weightsVersion;
  private final ClaimantProfile claimant;
  private final Openness openness;
  private final Matches.Query query;
  private final Set<String> paths;

  /**
   * Creates a scan.
   *
   * @param score the claimant's score on {@code day} with the weights of {@code weightsVersion}
   */
  Scan(Score score, int day, long weightsVersion, ClaimantProfile claimant, Matches.Query query) {
    this.score = score;
    this.day = day;
    this.weightsVersion = weightsVersion;
    this.claimant = claimant;
    this.openness = claimant.profile().openness();
    this.query = query;
    this.paths = claimant.paths();
  }

  /**
   * Adds the best wishes to the hits. Scores the newest wishes first: of wishes with equal points,
   * the newest are kept, so fewer wishes are added and then dropped.
   */
  void add(OpenWishes open, Hits<WishFacts> hits) {
    int[] times = open.times(score, day, weightsVersion);
    int[] shapes = new int[open.shapes()];
    Arrays.fill(shapes, UNKNOWN);
    for (int i = open.size() - 1; i >= 0; i--) {
      int number = open.shapeNumber(i);
      int points = shapes[number];
      if (points == UNKNOWN) {
        points = points(open.shape(number));
        shapes[number] = points;
      }
      if (points == NEVER) {
        continue;
      }
      points += times[i];
      if (openness.amountFen() != null) {
        WishFacts facts = open.facts(i);
        if (!openness.admits(facts)) {
          continue;
        }
        points += score.ofMoney(facts);
      }
      int rank = query.order().place(points, open, i);
      if (hits.takes(rank, open.id(i))) {
        hits.add(rank, open.id(i), open.facts(i));
      }
    }
  }

  private int points(Shape shape) {
    boolean admitted =
        query.admits(shape)
            && openness.admits(shape.category())
            && shape.claimableBy().admits(claimant.type())
            && shape.claimableFrom().admits(shape.path(), paths);
    return admitted
        ? score.steady()
            + score.ofPlace(shape.path())
            + score.ofSkill(shape.skill())
            + score.ofCategory(shape.category())
        : NEVER;
  }
}
