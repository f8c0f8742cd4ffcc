package org.microwish.privacy;

/**
 * What personal values are read in clear for. Part of the leaf's facts: none may change meaning.
 */
public enum ReadPurpose {
  /** To call or to visit about the matter. */
  CONTACT,
  /** To check that what is on record is right. */
  VERIFICATION,
  /** To avert a danger. */
  EMERGENCY,
  /** Because the person asked, who cannot do it alone. */
  ON_REQUEST,
  /** The person itself wants to know what is kept of it. */
  OWN_DATA,
  /** What a legal hold keeps is wanted by whom it is kept for. */
  LEGAL_HOLD,
  /** Something else, which the words say. */
  OTHER
}
