package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;

/**
 * One wish or micro-project. Descriptive values are the newest that a leaf gave, so a correction
 * moves the wish in every statistic.
 *
 * @param id the wish's id
 * @param version the version of the last folded leaf
 * @param kind null until a leaf says
 * @param community the finest division that a leaf may name: a path of at most 12 digits
 * @param budgetFen 0 where there is none
 * @param sample whether it is a row of the sample
 * @param state as the leaf's transition left it
 * @param round 1, 2, …; 0 before the first publication
 * @param publishedAt when it was OPEN for the first time, whatever the rounds since; else null
 * @param firstClaimedAt when a claim became ACTIVE for the first time, whether or not that claim
 *     still holds; else null
 * @param fulfilledAt when it became FULFILLED; null unless it is FULFILLED or ARCHIVED
 * @param fulfilledLeaf the index of the leaf that made it so; -1 where fulfilledAt is null
 * @param rating 1 to 5; 0 where none stands
 * @param ratedBy who gave the rating that stands; else null
 * @param dissatisfiedSelf how often the resident was not satisfied
 * @param dissatisfiedProxy how often a proxy said so
 * @param money the wish's four accounts
 * @param monthly the same money by the month of its postings, ascending
 * @param claims those that wait, those that count, and ended ones that money stands on
 */
public record WishFigures(
    String id,
    long version,
    CountedKind kind,
    String category,
    String subcategory,
    String channel,
    String community,
    long budgetFen,
    boolean sample,
    String state,
    int round,
    Instant publishedAt,
    Instant firstClaimedAt,
    Instant fulfilledAt,
    long fulfilledLeaf,
    int rating,
    Confirmer ratedBy,
    int dissatisfiedSelf,
    int dissatisfiedProxy,
    MoneyFen money,
    List<MonthlyMoney> monthly,
    List<ClaimFigures> claims)
    implements Figures {

  public WishFigures {
    monthly = List.copyOf(monthly);
    claims = List.copyOf(claims);
  }

  /** Whether any statistic counts it: it has been OPEN, and it is known what and where it is. */
  public boolean isPublished() {
    return publishedAt != null && kind != null && community != null;
  }

  /** Whether it is FULFILLED or ARCHIVED. */
  public boolean isFulfilled() {
    return fulfilledAt != null;
  }

  /** When the earliest of the claims that count became ACTIVE; null where none counts. */
  public Instant claimedAt() {
    Instant earliest = null;
    for (ClaimFigures claim : claims) {
      if (claim.counts()
          && claim.activeSince() != null
          && (earliest == null || claim.activeSince().isBefore(earliest))) {
        earliest = claim.activeSince();
      }
    }
    return earliest;
  }
}
