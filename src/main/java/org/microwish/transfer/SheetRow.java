package org.microwish.transfer;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.microwish.ledger.LeafPositions;
import org.microwish.wish.money.Form;

/**
 * A row of the spreadsheet: a wish and one of its claims, or a wish without claims. All names and
 * numbers are already masked.
 *
 * @param claim null if the wish has no claims
 * @param first whether it is the wish's first row; only this row contains the wish's own sums
 * @param subcategory the subcategory's name, or null
 * @param reporter the masked name, or the account if no name is stored
 * @param claimant null for a claim in an organisation's name
 * @param forms the forms of the claim's postings, and in the first row also of public funds
 * @param position the ledger position of the entry that changed the wish last; null if it is not
 *     visible yet
 */
record SheetRow(
    SheetWish wish,
    SheetClaim claim,
    boolean first,
    Place place,
    String subcategory,
    String residentName,
    String residentPhone,
    String reporter,
    String claimant,
    List<String> participants,
    Set<Form> forms,
    LeafPositions.Position position) {

  /**
   * The wish's place.
   *
   * @param code the code of the wish's own division
   * @param street null above street level
   * @param community null above community level
   */
  record Place(String code, String name, String street, String community) {}

  /** The number of the claim's files, and in the first row also of the wish's own. */
  long evidence() {
    return (claim == null ? 0 : claim.evidence()) + (first ? wish.evidence() : 0);
  }

  /** The day of the last follow-up visit, or null. */
  LocalDate visitedOn() {
    return wish.visitedOn();
  }

  /** Hides personal data from logs, although it is masked. */
  @Override
  public String toString() {
    return "SheetRow";
  }
}
