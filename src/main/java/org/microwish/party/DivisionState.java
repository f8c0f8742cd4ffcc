package org.microwish.party;

/** Whether a division is in use. */
public enum DivisionState {
  RECORDED,
  /** Merged into another division, its successor, which has taken over what belonged to it. */
  MERGED,
  CLOSED
}
