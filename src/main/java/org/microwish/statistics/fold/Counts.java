package org.microwish.statistics.fold;

/**
 * The counts of one cell and kind.
 *
 * @param published wishes that were ever OPEN (件); a wish counts once, however many rounds it had
 * @param claimed of these, those with an ACTIVE or COMPLETED claim
 * @param fulfilled of these, those that are FULFILLED or ARCHIVED
 * @param claimingMembers distinct members in those claims (人)
 * @param claimingOrganisations distinct organisations that hold those claims in their own name
 * @param participations (claim, member) pairs (人次)
 * @param budgetFen the budgets' sum in fen
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
