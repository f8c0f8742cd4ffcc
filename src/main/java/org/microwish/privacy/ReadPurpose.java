package org.microwish.privacy;

/**
 * The purpose of a reading of unmasked personal values. Ledger leaves contain the purpose, so the
 * meaning of a constant must never change.
 */
public enum ReadPurpose {
  /** To call or visit the person, for example about a wish. */
  CONTACT,
  /** To check that the record is correct. */
  VERIFICATION,
  /** To avert a danger. */
  EMERGENCY,
  /** The person asked for help with something that the person cannot do alone. */
  ON_REQUEST,
  /** The person reads their own data. Callers cannot state this purpose. */
  OWN_DATA,
  /**
   * A court or authority asked for values under a legal hold. Callers cannot state this purpose.
   */
  LEGAL_HOLD,
  /** Another purpose, which the words of the request must describe. */
  OTHER
}
