package org.microwish.privacy;

/**
 * The purpose of a reading of personal values in clear. Part of the leaf's facts: the meaning of a
 * purpose must never change.
 */
public enum ReadPurpose {
  /** To call or visit the person about the matter. */
  CONTACT,
  /** To check that the record is correct. */
  VERIFICATION,
  /** To avert a danger. */
  EMERGENCY,
  /** The person asked for it and cannot do it alone. */
  ON_REQUEST,
  /** The person wants to see their own data. */
  OWN_DATA,
  /** A court or authority asked for values under a legal hold. */
  LEGAL_HOLD,
  /** Another purpose, which the words describe. */
  OTHER
}
