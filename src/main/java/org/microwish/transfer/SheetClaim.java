package org.microwish.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import org.microwish.wish.EndReason;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * The data of a claim for the spreadsheet.
 *
 * @param organisation the name of the claiming organisation, or of the claiming member's
 *     organisation
 * @param evidence the number of evidence files that belong to the claim
 */
record SheetClaim(
    long id,
    long wishId,
    ClaimState state,
    ClaimantType claimantType,
    long claimantId,
    String organisation,
    int participants,
    BigDecimal pledge,
    BigDecimal committed,
    BigDecimal spent,
    BigDecimal returned,
    Instant claimedAt,
    Instant contactedAt,
    int redoCount,
    boolean overdue,
    EndReason endReason,
    long evidence) {

  /**
   * Returns the pledged amount that was not released; for a claim that awaits approval, the amount
   * to be pledged.
   */
  BigDecimal pledged() {
    return state == ClaimState.PENDING ? pledge : committed.add(spent);
  }

  /** Returns the spent amount minus the returned amount, but at least zero. */
  BigDecimal netSpent() {
    return spent.subtract(returned).max(BigDecimal.ZERO);
  }
}
