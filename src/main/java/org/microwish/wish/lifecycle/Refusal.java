package org.microwish.wish.lifecycle;

/**
 * Why the rules refuse a command. If several reasons apply, the first in the order of this enum is
 * reported. A caller who may not see the wish gets NOT_FOUND before the rules are applied.
 */
public enum Refusal {
  /** The caller has no role on this wish that permits the command. */
  NOT_PERMITTED,
  /** The command is not allowed in the wish's state. */
  WRONG_STATE,
  /** The command is not allowed in the claim's state. */
  WRONG_CLAIM_STATE,
  /** The claim is delivered and can no longer be changed, released or revoked. */
  ALREADY_DELIVERED,
  /**
   * The contact or the start of the claim is already recorded, or the posting is already reversed.
   */
  ALREADY_DONE,
  /** The wish is not on the wall: it was unpublished, or a consent was withdrawn. */
  OFF_WALL,
  /**
   * There is no thank-you to publish, because the resident wrote none or does not allow its
   * publication; or there is no published thank-you to take down.
   */
  NO_THANKS,
  /** The wish has been claimed before and can no longer be edited, only corrected. */
  FROZEN,
  /** The wish has an active claim. Such a wish cannot expire. */
  CLAIMED_ALREADY,
  /** Meetings are for projects only. */
  NOT_A_PROJECT,
  /** A wish cannot become a project, nor a project a wish. */
  KIND_CHANGED,
  /**
   * The caller does not serve the division to which the wish would move, or that division is larger
   * than a community.
   */
  OUTSIDE_DIVISION,
  /** Only an operator may change the sensitivity from MINOR to OTHER. */
  MARKED_AS_MINOR,
  /** There is no consent to withdraw. */
  NO_CONSENT,
  /** A wish about a minor or another sensitive person needs a recorded consent (PIPL art. 31). */
  CONSENT_REQUIRED,
  /** A finding on the wish's texts, notes or images is open, or the wish's texts were rejected. */
  MODERATION_OPEN,
  /** The claimant already holds, or takes part in, a live claim on this wish. */
  HOLDS_CLAIM,
  /** The claimant has a live invitation to this wish, or is in its waiting list. */
  ALREADY_INVITED,
  /**
   * The invitation has ended. For an offer of a free place: the waiting list has nobody to whom the
   * place can be offered now, for example because another offer came first.
   */
  INVITATION_ENDED,
  /** Claiming was closed, or the claim-by date has passed. */
  CLAIMING_CLOSED,
  /**
   * No place of the wish can be held for an invited claimant, because the capacity is an amount, or
   * because claims need approval.
   */
  NO_PLACES_TO_HOLD,
  /**
   * The wish has no free place or no free part of the budget; places that are held for others are
   * not free.
   */
  FULL,
  /** The wish has a free place, so its waiting list cannot be joined. */
  NOT_FULL,
  /**
   * With the new data, the wish would have fewer places than invitations hold, or its places could
   * no longer be held.
   */
  PLACES_HELD,
  /** Only organisations, or only members, may claim this wish. */
  WRONG_CLAIMANT,
  /** The claimant's division and check-ins are outside the area that the wish requires. */
  OUTSIDE_AREA,
  /**
   * The claimant's claim on this wish lapsed, and the time in which the claimant may not claim the
   * wish again has not ended.
   */
  BARRED,
  /** The claimant does not want invitations now, or not to wishes of this category. */
  NOT_OPEN,
  /** The claimant holds the maximum number of live claims. */
  TOO_MANY_CLAIMS,
  /**
   * The claimant has the maximum number of live invitations, or of invitations in a week; or the
   * wish has the maximum number of live invitations.
   */
  TOO_MANY_INVITATIONS,
  /** The maximum number of claims on this wish already wait for approval. */
  TOO_MANY_PENDING,
  /** Only pledges, spendings and refunds can be reversed. */
  NOT_REVERSIBLE,
  /**
   * The amount to spend or release, or the pledge to reverse, exceeds the committed amount of the
   * same claim and form.
   */
  OVER_COMMITMENT,
  /**
   * The amount to refund, or the spending to reverse, exceeds the spent amount of the same claim
   * and form; or a corrected refund exceeds the spent amount after the wrong refund is reversed.
   */
  OVER_SPENT,
  /**
   * The amount exceeds the free part of the budget, or would raise the funding above {@code
   * Money.MAX_FEN}.
   */
  OVER_BUDGET,
  /** The new budget is zero, or less than the sum of the committed and spent amounts. */
  BUDGET_TOO_SMALL,
  /** A claim on a wish with capacity by amount must pledge an amount. */
  PLEDGE_REQUIRED,
  /** Claiming cannot be closed, because no claim on the wish is active. */
  NO_ACTIVE_CLAIM,
  /** The proxy is involved in an active claim on the wish; see {@link Proxy}. */
  PROXY_CONFLICT,
  /**
   * The caller is not the resident, and gives no reason for acting as a proxy or a reason that the
   * caller's role may not use.
   */
  PROXY_ROLE,
  /** The time in which the resident can answer has not ended. */
  PROXY_TOO_EARLY,
  /**
   * A proxy for a resident who cannot use a phone must name evidence of the resident's statement.
   */
  EVIDENCE_REQUIRED,
  /** Only a project without a resident can be accepted; a resident's wish must be confirmed. */
  HAS_RESIDENT,
  /** Fewer people signed than an acceptance needs; see {@link AcceptedBy}. */
  TOO_FEW_SIGNATURES,
  /** An acceptance must name the signed sheet, which is evidence of the project. */
  SHEET_REQUIRED,
  /**
   * The command names no claim whose work must be done again, or names a claim that is not a
   * delivered claim of this wish.
   */
  WRONG_CLAIMS,
  /** Every extension of a claim after the first needs a reason. */
  REASON_REQUIRED,
  /**
   * By the time of a late record, a deadline had passed at which the claim would have lapsed, and
   * the record gives no reason why it did not.
   */
  LAPSE_UNEXPLAINED,
  /** The deadline that the command carries out has not been reached. */
  NOT_DUE,
  /** The new date is not in the future, or not later than the date that it would replace. */
  NOT_LATER,
  /** The claim-by date is not in the future. */
  CLAIM_BY_PAST,
  /** The completion date is not in the future. */
  COMPLETE_BY_PAST
}
