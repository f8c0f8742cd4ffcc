package org.microwish.wish.lifecycle;

/** Input that a transition requires, besides caller and time. */
public enum Fact {
  /** A reason as text. */
  REASON,
  /** The body to which the wish is referred. */
  REFERRED_TO,
  /** A public title and summary, attested free of personal data. */
  PUBLIC_WORDS,
  /** A new claim-by date in the future. */
  CLAIM_BY,
  /** A new completion date in the future. */
  COMPLETE_BY,
  /** The members who take part. */
  PARTICIPANTS,
  /** An amount and its form. */
  AMOUNT,
  /** A note as text. */
  NOTE,
  /** A rating from 1 to 5. */
  RATING,
  /** The claims that must be done again. */
  REDO,
  /** A file that shows the work. */
  FILE,
  /** The fields and their new values. */
  VALUES,
  /** The posting to reverse. */
  POSTING,
  /** When a meeting or visit took place, and what came of it. */
  RESULT,
  /** Who consents for the person, when and how. */
  CONSENT
}
