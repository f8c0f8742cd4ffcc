package org.microwish.matching.plan;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.microwish.matching.plan.PlanFacts.Claimant;
import org.microwish.matching.plan.PlanQueries.OpenWish;

/** Scores pairs by nearness alone. */
@ApplicationScoped
class PlanScores {

  PairScore score(OpenWish wish, Claimant claimant) {
    int near = 0;
    for (String path : claimant.paths()) {
      int length = Math.min(path.length(), wish.divisionPath().length());
      int same = 0;
      while (same < length && path.charAt(same) == wish.divisionPath().charAt(same)) {
        same++;
      }
      near = Math.max(near, same >= 12 ? 40 : same >= 9 ? 20 : 0);
    }
    List<PairScore.Term> terms = new ArrayList<>();
    terms.add(new PairScore.Term("NEARNESS", near));
    return new PairScore(near, terms);
  }
}
