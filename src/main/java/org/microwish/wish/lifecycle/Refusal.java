package org.microwish.wish.lifecycle;

/**
 * Why a command is refused, in order of precedence: where several apply, the first is answered.
 * Whether the caller may see the wish at all is decided before.
 */
public enum Refusal {
  /** The caller is nobody who may give this command on this wish. */
  NOT_PERMITTED,
  /** The wish is in a state that the command does not start from. */
  WRONG_STATE,
  /** The claim is in a state that the command does not start from. */
  WRONG_CLAIM_STATE,
  /** The claim is delivered: it cannot be changed, given up or taken away. */
  ALREADY_DELIVERED,
  /** The step has been recorded before. */
  ALREADY_DONE,
  /** Somebody has claimed the wish: only a correction can change it. */
  FROZEN,
  /** A resident cannot take back what somebody has promised to do. */
  CLAIMED_ALREADY,
  /** Meetings, and capacity by amount, are for projects. */
  NOT_A_PROJECT,
  /** A wish cannot become a project, nor a project a wish. */
  KIND_CHANGED,
  /** The caller does not serve the division that the wish would move to. */
  OUTSIDE_DIVISION,
  /** Only an operator says that a wish is not about a minor after all. */
  MARKED_AS_MINOR,
  /** There is no consent to take back. */
  NO_CONSENT,
  /** A minor's or another sensitive person's wish goes nowhere without its guardian (PIPL 31). */
  CONSENT_REQUIRED,
  /** A finding about the wish's words, notes or images waits, or its words were rejected. */
  MODERATION_OPEN,
  /** Claiming has ended. */
  CLAIMING_CLOSED,
  /** No place, or no part of the budget, is free. */
  FULL,
  /** The claimant holds a live claim on this wish. */
  HOLDS_CLAIM,
  /** Only organisations, or only members, may claim this wish. */
  WRONG_CLAIMANT,
  /** The claimant is neither at home nor checked in where the wish asks for it. */
  OUTSIDE_AREA,
  /** The claimant let this wish lapse, and the bar is not over. */
  BARRED,
  /** The claimant holds as many live claims as one may. */
  TOO_MANY_CLAIMS,
  /** As many claims wait for approval as may. */
  TOO_MANY_PENDING,
  /** Only pledges, spendings and refunds are taken back. */
  NOT_REVERSIBLE,
  /** More would be spent or released than is committed in that form. */
  OVER_COMMITMENT,
  /** More would be given back than was spent in that form. */
  OVER_SPENT,
  /** More would be committed and spent than the budget has free, or than an amount can state. */
  OVER_BUDGET,
  /** The new budget is less than what is committed and spent, or zero. */
  BUDGET_TOO_SMALL,
  /** A share of the budget is claimed by pledging an amount. */
  PLEDGE_REQUIRED,
  /** No claim is active. */
  NO_ACTIVE_CLAIM,
  /** The proxy is claimant, participant or steward of the claiming organisation. */
  PROXY_CONFLICT,
  /** This proxy, or this reason, is not for the caller's role. */
  PROXY_ROLE,
  /** The resident's time to answer is not over. */
  PROXY_TOO_EARLY,
  /** A proxy for somebody without a phone needs evidence. */
  EVIDENCE_REQUIRED,
  /** The named claims are not all of this wish, or not all delivered. */
  WRONG_CLAIMS,
  /** A second extension needs a reason. */
  REASON_REQUIRED,
  /** The time has not come. */
  NOT_DUE,
  /** The new date is not later than the old one. */
  NOT_LATER,
  /** The claim-by date is not in the future. */
  CLAIM_BY_PAST,
  /** The completion date is not in the future. */
  COMPLETE_BY_PAST
}
