package org.microwish.wish.lifecycle;

/** Input that a transition requires besides the caller and the time. */
public enum Fact {
  /** A reason as text. */
  REASON,
  /** The body to which the wish is referred. */
  REFERRED_TO,
  /** A public title and summary, and the declaration that they contain no personal data. */
  PUBLIC_WORDS,
  /** A new claim-by date in the future. */
  CLAIM_BY,
  /** A new completion date in the future. */
  COMPLETE_BY,
  /** The members who take part in the claim. */
  PARTICIPANTS,
  /** The member, organisation or collector that takes over. */
  SUCCESSOR,
  /** The organisation or member that is invited. */
  INVITED,
  /** An amount and its form or, for public funds, the kind of movement. */
  AMOUNT,
  /** A note as text. */
  NOTE,
  /** A rating from 1 to 5. */
  RATING,
  /** The claims whose work must be done again. */
  REDO,
  /** A file that shows the need or the work. */
  FILE,
  /** The fields of the wish and their new values. */
  VALUES,
  /** The posting to reverse. */
  POSTING,
  /** The time and the result of a meeting or visit, or the text of a note. */
  RESULT,
  /** Who consents to the handling of the data, when and how. */
  CONSENT
}
