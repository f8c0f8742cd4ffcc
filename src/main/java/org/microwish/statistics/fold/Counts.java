package org.microwish.statistics.fold;

/**
 * The counts of one cell and one kind of wish.
 *
 * @param published wishes that were ever OPEN (件); a wish counts once, however many rounds it had
 * @param claimed published wishes with an ACTIVE or COMPLETED claim
 * @param fulfilled published wishes that are FULFILLED or ARCHIVED
 * @param claimingMembers distinct members in ACTIVE or COMPLETED claims (人)
 * @param claimingOrganisations distinct organisations that hold ACTIVE or COMPLETED claims in their
 *     own name
 * @param participations pairs of an ACTIVE or COMPLETED claim and a member who takes part in it
 *     (人次)
 * @param budgetFen the sum of the budgets in fen
 * @param money the four accounts in fen
 */
public record Counts(
    long published,
    long claimed,
    long fulfilled,
    long claimingMembers,
    long claimingOrganisations,
    long participations,
    long budgetFen,
    MoneyFen money) {

  /** The counts of an empty cell. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, MoneyFen.ZERO);
}
