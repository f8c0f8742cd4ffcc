package org.microwish.statistics.fold;

import java.time.Instant;
import java.util.List;

/**
 * One wish or micro-project. Kind, category, channel, community and budget are those of the newest
 * leaf that contains them, so a correction changes the wish in every statistic.
 *
 * @param id the wish's id
 * @param version the wish's version in the last folded leaf
 * @param kind null until a leaf contains it
 * @param community the path of the wish's community or of a wider division, at most 12 digits;
 *     leaves name no smaller place
 * @param budgetFen the budget in fen; 0 when there is none
 * @param sample whether the wish is sample data
 * @param state the state after the last leaf's transition
 * @param round 1, 2, …; 0 before the first publication
 * @param receivedAt when the wish was first submitted for review; null before
 * @param reviews the times in which the wish was in review
 * @param overdue the times in which a claim of the wish was overdue
 * @param publishedAt when the wish first became OPEN; later rounds do not change it; null before
 * @param firstClaimedAt when a claim first became ACTIVE, even if that claim has ended; null before
 * @param fulfilledAt when the wish became FULFILLED; null unless it is FULFILLED or ARCHIVED
 * @param fulfilledLeaf the index of the leaf that made the wish FULFILLED; -1 when {@code
 *     fulfilledAt} is null
 * @param rating the current rating, 1 to 5; 0 when there is none
 * @param ratedBy who gave the current rating; null when there is none
 * @param dissatisfiedSelf how often the resident reported dissatisfaction
 * @param dissatisfiedProxy how often a proxy reported dissatisfaction on the resident's behalf
 * @param dissatisfiedAcceptance how often those who accept public projects reported dissatisfaction
 * @param money the wish's four accounts
 * @param monthly the changes of these accounts by the month of the postings, ascending
 * @param invitations invitations and offered places, also those that have ended, in leaf order
 * @param claims pending claims, claims that count, and ended claims whose money is not zero
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
    Instant receivedAt,
    List<Span> reviews,
    List<Overdue> overdue,
    Instant publishedAt,
    Instant firstClaimedAt,
    Instant fulfilledAt,
    long fulfilledLeaf,
    int rating,
    Confirmer ratedBy,
    int dissatisfiedSelf,
    int dissatisfiedProxy,
    int dissatisfiedAcceptance,
    MoneyFen money,
    List<MonthlyMoney> monthly,
    List<InvitationFigures> invitations,
    List<ClaimFigures> claims)
    implements Figures {

  public WishFigures {
    // Rows that an earlier release has stored lack these lists until the rebuild is complete.
    reviews = reviews == null ? List.of() : List.copyOf(reviews);
    overdue = overdue == null ? List.of() : List.copyOf(overdue);
    invitations = invitations == null ? List.of() : List.copyOf(invitations);
    monthly = List.copyOf(monthly);
    claims = List.copyOf(claims);
  }

  /**
   * Whether the statistics count this wish: it has been OPEN, and its kind and community are known.
   */
  public boolean isPublished() {
    return publishedAt != null && kind != null && community != null;
  }

  /** Returns how often this confirmer reported dissatisfaction. */
  int dissatisfied(Confirmer by) {
    return switch (by) {
      case SELF -> dissatisfiedSelf;
      case PROXY -> dissatisfiedProxy;
      case ACCEPTANCE -> dissatisfiedAcceptance;
    };
  }

  /** Whether the wish is FULFILLED or ARCHIVED. */
  public boolean isFulfilled() {
    return fulfilledAt != null;
  }

  /**
   * Returns when the earliest of the claims that count became ACTIVE; null when no claim counts.
   */
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
