package org.microwish.transfer;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.microwish.ledger.LeafPositions;
import org.microwish.wish.money.Form;

/**
 * A row of the spreadsheet: a wish and one of its claims, or a wish without claims. All names of
 * people and telephone numbers are already masked.
 *
 * @param claim null if the wish has no claims
 * @param first whether this row is the wish's first; only the first row contains the wish's own
 *     sums
 * @param subcategory the subcategory's name, or null
 * @param reporter the masked name of the person who reported the wish; if no name is stored, the
 *     account that created the wish
 * @param claimant the masked name of the claiming member; null if an organisation claims or the
 *     wish has no claims
 * @param forms the forms of money posted on the claim; in the first row also those of public funds
 * @param position the leaf index and hash of the entry that last changed the wish; null if not
 *     known
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
   * The division of a wish.
   *
   * @param code the division's code
   * @param name the division's name
   * @param street the name of the street that contains the division; null above street level
   * @param community the name of the community that contains the division; null above community
   *     level
   */
  record Place(String code, String name, String street, String community) {}

  /**
   * Returns the number of the claim's evidence files; in the first row, plus that of the wish's
   * files that belong to no claim.
   */
  long evidence() {
    return (claim == null ? 0 : claim.evidence()) + (first ? wish.evidence() : 0);
  }

  /** Returns the day of the last follow-up visit, or null. */
  LocalDate visitedOn() {
    return wish.visitedOn();
  }

  /** Keeps personal data out of logs, even though it is masked. */
  @Override
  public String toString() {
    return "SheetRow";
  }
}
