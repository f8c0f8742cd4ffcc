package org.microwish.matching.score;

import java.util.Set;
import org.microwish.wish.lifecycle.Category;

/**
 * What a claimant is open to. Rankings, plans and invitations follow these values; the rules of
 * claims ignore them.
 *
 * @param categories the categories of wishes; empty for all
 * @param placesPerMonth how many claims the claimant wants to make a month; null for no limit
 * @param amountFen the money that the claimant gives for one wish, in fen; null if it has stated
 *     none
 * @param pausedUntil the epoch day from which the claimant is open again; null if it has not paused
 */
public record Openness(
    Set<Category> categories, Integer placesPerMonth, Long amountFen, Long pausedUntil) {

  /** Open to everything. */
  public static final Openness ALL = new Openness(Set.of(), null, null, null);

  /** Copies the categories. */
  public Openness {
    categories = Set.copyOf(categories);
  }

  /** Returns true if the claimant has not paused on that day. */
  public boolean open(int day) {
    return pausedUntil == null || pausedUntil <= day;
  }

  /** Returns true if the claimant wants to see wishes of the category. */
  public boolean admits(Category category) {
    return categories.isEmpty() || categories.contains(category);
  }

  /** Returns true if the claimant wants to see wishes with this category and this need of money. */
  public boolean admits(WishFacts wish) {
    return admits(wish.category())
        && (amountFen == null
            || wish.neededFen() <= amountFen
            || (wish.byAmount() && amountFen > 0));
  }
}
