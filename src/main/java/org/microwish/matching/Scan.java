package org.microwish.matching;

import java.util.Arrays;
import java.util.Set;
import org.microwish.matching.score.Score;
import org.microwish.matching.score.WishFacts;
import org.microwish.wish.lifecycle.Category;
import org.microwish.wish.lifecycle.ClaimableFrom;

/**
 * Scores open wishes for one claimant. Many wishes share a path, a skill or a category, so those
 * parts of the score are computed once for each.
 */
final class Scan {

  /** Points of wishes that the claimant cannot claim or that are not asked for. */
  private static final int NEVER = Integer.MIN_VALUE;

  private static final int UNKNOWN = Integer.MAX_VALUE;

  private final Score score;
  private final ClaimantProfile claimant;
  private final Matches.Query query;
  private final Set<String> claimantPaths;
  private final int[] categories;

  Scan(Score score, ClaimantProfile claimant, Matches.Query query) {
    this.score = score;
    this.claimant = claimant;
    this.query = query;
    this.claimantPaths = claimant.paths();
    this.categories =
        Arrays.stream(Category.values())
            .mapToInt(category -> query.admits(category) ? score.ofCategory(category) : NEVER)
            .toArray();
  }

  /**
   * Adds the best wishes to the hits. The newest are scored first, because they come first among
   * equals: so fewer are added and dropped again.
   */
  void add(OpenWishes open, Hits<WishFacts> hits) {
    int[][] places = new int[ClaimableFrom.values().length][];
    int[] skills = unknown(open.skills() + 1);
    OpenWishes.Row row = open.row();
    for (int i = open.size() - 1; i >= 0; i--) {
      row.at(i);
      int category = categories[row.categoryNumber()];
      if (category == NEVER || !admits(row)) {
        continue;
      }
      int place = place(row, places, open.paths());
      if (place == NEVER) {
        continue;
      }
      int skill = skills[row.skillNumber()];
      if (skill == UNKNOWN) {
        skill = score.ofSkill(row.skill());
        skills[row.skillNumber()] = skill;
      }
      int points =
          score.steady() + place + skill + category + score.ofTime(row) + score.ofMoney(row);
      int rank = query.order().place(row, points);
      if (hits.takes(rank, row.id())) {
        hits.add(rank, row.id(), open.row().at(i));
      }
    }
  }

  private boolean admits(OpenWishes.Row row) {
    return query.admits(row)
        && row.claimableBy().admits(claimant.type())
        && claimant.profile().openness().admits(row);
  }

  private int place(OpenWishes.Row row, int[][] places, int paths) {
    ClaimableFrom from = row.claimableFrom();
    int[] known = places[row.claimableFromNumber()];
    if (known == null) {
      known = unknown(paths);
      places[row.claimableFromNumber()] = known;
    }
    int points = known[row.pathNumber()];
    if (points == UNKNOWN) {
      String path = row.path();
      boolean admitted = query.admits(path) && from.admits(path, claimantPaths);
      points = admitted ? score.ofPlace(path) : NEVER;
      known[row.pathNumber()] = points;
    }
    return points;
  }

  private static int[] unknown(int length) {
    int[] values = new int[length];
    Arrays.fill(values, UNKNOWN);
    return values;
  }
}
