package org.microwish.transfer;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.microwish.ledger.LeafPositions;
import org.microwish.wish.money.Form;

/**
 * One row of the spreadsheet: a wish and one of its claims, or a wish that nobody claimed. All
 * people are masked already.
 *
 * @param claim null where nobody claimed
 * @param first whether it is the wish's first row: sums of a column count a wish once
 * @param subcategory its name, or null
 * @param reporter masked; the account where no name is on record
 * @param claimant null for a claim in an organisation's name
 * @param forms what the claim's pledges consist of, and in the first row public funds too
 * @param position of the entry that changed the wish last; null where it cannot be seen yet
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
   * Where the wish is.
   *
   * @param code the finest division on record
   * @param street null above a street
   * @param community null above a community
   */
  record Place(String code, String name, String street, String community) {}

  /** Number of files of the claim, and in the first row those of no claim. */
  long evidence() {
    return (claim == null ? 0 : claim.evidence()) + (first ? wish.evidence() : 0);
  }

  /** The day of the last follow-up visit, or null. */
  LocalDate visitedOn() {
    return wish.visitedOn();
  }

  /** Hides the people, though they are masked. */
  @Override
  public String toString() {
    return "SheetRow";
  }
}
