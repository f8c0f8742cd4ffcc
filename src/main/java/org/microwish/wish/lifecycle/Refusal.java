package org.microwish.wish.lifecycle;

/**
 * Why a command is refused, in order of precedence: when several apply, the first is reported.
 * Whether the caller may see the wish is checked before.
 */
public enum Refusal {
  /** The caller has no role on this wish that permits the command. */
  NOT_PERMITTED,
  /** The command is not allowed in the wish's state. */
  WRONG_STATE,
  /** The command is not allowed in the claim's state. */
  WRONG_CLAIM_STATE,
  /** The claim is delivered: it cannot be changed, released or revoked. */
  ALREADY_DELIVERED,
  /** The step has already been recorded, or the posting reversed. */
  ALREADY_DONE,
  /** The wish is not on the wall: it was unpublished, or a consent was withdrawn. */
  OFF_WALL,
  /** The wish has been claimed before: only a correction can change it. */
  FROZEN,
  /**
   * The wish has an active claim: it cannot expire, and a resident can withdraw it only together
   * with the consent.
   */
  CLAIMED_ALREADY,
  /** Meetings are for projects only. */
  NOT_A_PROJECT,
  /** A wish cannot become a project, nor a project a wish. */
  KIND_CHANGED,
  /** The caller does not serve the division that the wish would move to. */
  OUTSIDE_DIVISION,
  /** Only an operator may change the mark MINOR to OTHER. */
  MARKED_AS_MINOR,
  /** There is no consent to withdraw. */
  NO_CONSENT,
  /** A wish about a minor or another sensitive person needs a recorded consent (PIPL art. 31). */
  CONSENT_REQUIRED,
  /** A finding on the wish's texts, notes or images is open, or its texts were rejected. */
  MODERATION_OPEN,
  /** Claiming has ended. */
  CLAIMING_CLOSED,
  /** No place, or no part of the budget, is free. */
  FULL,
  /** The claimant holds a live claim on this wish. */
  HOLDS_CLAIM,
  /** Only organisations, or only members, may claim this wish. */
  WRONG_CLAIMANT,
  /** The claimant's division and check-ins are outside the area that the wish requires. */
  OUTSIDE_AREA,
  /** The claimant's claim on this wish lapsed, and the bar has not ended. */
  BARRED,
  /** The claimant holds the maximum number of live claims. */
  TOO_MANY_CLAIMS,
  /** The maximum number of claims on this wish wait for approval. */
  TOO_MANY_PENDING,
  /** Only pledges, spendings and refunds can be reversed. */
  NOT_REVERSIBLE,
  /** The amount to spend or release exceeds what is committed in that form. */
  OVER_COMMITMENT,
  /** The amount to refund or reverse exceeds what is spent in that form. */
  OVER_SPENT,
  /** The amount exceeds what the budget has free, or the total exceeds the largest amount. */
  OVER_BUDGET,
  /** The new budget is zero or less than what is committed and spent. */
  BUDGET_TOO_SMALL,
  /** A claim on a wish with capacity by amount must pledge an amount. */
  PLEDGE_REQUIRED,
  /** No claim is active. */
  NO_ACTIVE_CLAIM,
  /** The proxy is claimant, participant or steward of the claiming organisation. */
  PROXY_CONFLICT,
  /** The caller is not the resident and gives no proxy reason, or one its role may not use. */
  PROXY_ROLE,
  /** The resident's time to answer has not ended. */
  PROXY_TOO_EARLY,
  /** A proxy for a resident who cannot use a phone needs evidence. */
  EVIDENCE_REQUIRED,
  /** No claim is named, or a named claim is not a delivered claim of this wish. */
  WRONG_CLAIMS,
  /** Every extension after the first needs a reason. */
  REASON_REQUIRED,
  /** The deadline has not been reached. */
  NOT_DUE,
  /** The new date is in the past, or not later than the old one. */
  NOT_LATER,
  /** The claim-by date is not in the future. */
  CLAIM_BY_PAST,
  /** The completion date is not in the future. */
  COMPLETE_BY_PAST
}
