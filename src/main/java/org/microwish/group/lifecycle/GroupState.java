package org.microwish.group.lifecycle;

/** The states of a group. */
public enum GroupState {
  /** The group waits for an operator's approval and is not public. */
  PROPOSED,
  /** The group is approved and public; people can join. */
  ACTIVE,
  /** The group is suspended: it stays public, but nobody can join. */
  SUSPENDED,
  /** The group is disbanded and no longer public; this state is final. */
  DISBANDED;

  /** Returns true if everyone may see a group in this state. */
  public boolean isPublic() {
    return this == ACTIVE || this == SUSPENDED;
  }
}
