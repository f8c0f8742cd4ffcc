package org.microwish.group.lifecycle;

/** The states of a group. */
public enum GroupState {
  /** Waits for an operator's approval; seen by its leader and staff. */
  PROPOSED,
  /** Works, and takes people in. */
  ACTIVE,
  /** Rests: nobody joins. */
  SUSPENDED,
  /** Over. Final. */
  DISBANDED;

  /** Whether anybody may see a group in this state. */
  public boolean isPublic() {
    return this == ACTIVE || this == SUSPENDED;
  }
}
