package org.microwish.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import org.microwish.wish.EndReason;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * What the spreadsheet shows of a claim.
 *
 * @param organisation the name of the claiming organisation, or of the claiming member's
 * @param evidence number of files that show its work
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

  /** What was promised and not given back; of a claim that awaits approval, what it asks for. */
  BigDecimal pledged() {
    return state == ClaimState.PENDING ? pledge : committed.add(spent);
  }

  /** What was spent and did not come back. */
  BigDecimal netSpent() {
    return spent.subtract(returned).max(BigDecimal.ZERO);
  }
}
