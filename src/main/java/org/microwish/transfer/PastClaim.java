package org.microwish.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.microwish.wish.EndReason;
import org.microwish.wish.lifecycle.ClaimState;
import org.microwish.wish.lifecycle.ClaimantType;

/**
 * A claim of the past, as a row of a file describes it.
 *
 * @param wish the id of the wish in an import of CLAIMS; null in an import of HISTORY
 * @param claimant the member or organisation; null for a row with public funds only
 * @param participants ids of participating members, apart from a claiming member
 * @param state ACTIVE, COMPLETED, RELEASED or REVOKED
 * @param contactedAt null if not known
 * @param deliveredAt null if not delivered
 * @param endedAt when a released or revoked claim ended; otherwise null
 * @param returnedAt when money was returned; null if not known
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
    PastMoney money,
    Instant returnedAt) {

  /** Returns true if the claim is live or completed, false if it was released or revoked. */
  boolean stays() {
    return state == ClaimState.ACTIVE || state == ClaimState.COMPLETED;
  }

  /** Returns the time of the first contact, or of the claim if no contact is known. */
  Instant begunAt() {
    return Objects.requireNonNullElse(contactedAt, claimedAt);
  }

  /** Omits the values, because they can be personal and logs must not show them. */
  @Override
  public String toString() {
    return "PastClaim";
  }
}
