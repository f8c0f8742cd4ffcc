package org.microwish.transfer;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.microwish.ledger.LeafPositions;
import org.microwish.wish.Claim;
import org.microwish.wish.Wish;
import org.microwish.wish.money.Form;

/**
 * One row of the spreadsheet: a wish and one of its claims, or a wish that nobody claimed. All
 * people are masked already.
 *
 * @param claim null where nobody claimed
 * @param first whether it is the wish's first row: sums of a column count a wish once
 * @param residentName masked
 * @param residentPhone masked
 * @param reporter masked
 * @param claimant masked; null for a claim in an organisation's name
 * @param participants masked
 * @param forms what the claim's pledges consist of
 * @param evidence files of the claim, and in the first row those of no claim
 * @param visitedOn the last follow-up visit, or null
 * @param position of the entry that changed the wish last; null where it cannot be seen yet
 */
record SheetRow(
    Wish wish,
    Claim claim,
    boolean first,
    Place place,
    String subcategory,
    String residentName,
    String residentPhone,
    String reporter,
    String organisation,
    String claimant,
    List<String> participants,
    Set<Form> forms,
    long evidence,
    LocalDate visitedOn,
    LeafPositions.Position position) {

  /**
   * Where the wish is.
   *
   * @param code the finest division on record
   * @param street null above a street
   * @param community null above a community
   */
  record Place(String code, String name, String street, String community) {}

  /** Hides the people, though they are masked. */
  @Override
  public String toString() {
    return "SheetRow";
  }
}
