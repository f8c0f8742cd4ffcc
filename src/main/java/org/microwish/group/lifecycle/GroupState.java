package org.microwish.group.lifecycle;

/** The states of a group. */
public enum GroupState {
  /** Waits for an operator's approval; visible to its leader and staff. */
  PROPOSED,
  /** Active; people can join. */
  ACTIVE,
  /** Suspended; nobody can join. */
  SUSPENDED,
  /** Disbanded; final. */
  DISBANDED;

  /** Whether everyone may see a group in this state. */
  public boolean isPublic() {
    return this == ACTIVE || this == SUSPENDED;
  }
}
