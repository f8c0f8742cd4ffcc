package org.microwish.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.wish.EndReason;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Form;
import org.microwish.wish.money.Money;

/**
 * A claim of the past, as a row of a file describes it.
 *
 * @param wish the wish, of a file of claims only
 * @param claimant the member or organisation; null for a row with public funds only
 * @param participants ids of participating members, apart from a claiming member
 * @param state ACTIVE, COMPLETED, RELEASED or REVOKED
 * @param contactedAt null if not known
 * @param deliveredAt null if not delivered
 * @param endedAt when a released or revoked claim ended; otherwise null
 * @param pledged the pledges by form; those of public funds do not belong to the claim
 * @param released what was pledged and not spent, by form; only of a delivered claim
 * @param returned what was spent and returned, by form
 * @param returnedAt null if nothing was returned
 */
record PastClaim(
    Row row,
    Long wish,
    ClaimantType type,
    Long claimant,
    List<Long> participants,
    ClaimState state,
    Instant claimedAt,
    Instant contactedAt,
    Instant deliveredAt,
    Instant endedAt,
    EndReason endReason,
    Map<Form, Money> pledged,
    Map<Form, Money> spent,
    Map<Form, Money> released,
    Map<Form, Money> returned,
    Instant returnedAt) {

  /** Returns whether the claim did not end early. */
  boolean stays() {
    return state == ClaimState.ACTIVE || state == ClaimState.COMPLETED;
  }

  /** Leaves out the values. */
  @Override
  public String toString() {
    return "PastClaim";
  }
}
