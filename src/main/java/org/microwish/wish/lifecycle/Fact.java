package org.microwish.wish.lifecycle;

/** What a transition needs to be told, beyond who and when. */
public enum Fact {
  /** Why, in words. */
  REASON,
  /** Which body the wish is handed to. */
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
  /** A note in words. */
  NOTE,
  /** A rating from 1 to 5. */
  RATING,
  /** The claims that must be done again. */
  REDO,
  /** A file that shows the work. */
  FILE,
  /** The fields and their new values. */
  VALUES,
  /** The posting to take back. */
  POSTING,
  /** When, and with what result. */
  RESULT,
  /** Who consents for the person, when and how. */
  CONSENT
}
