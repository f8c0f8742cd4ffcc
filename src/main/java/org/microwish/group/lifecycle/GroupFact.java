package org.microwish.group.lifecycle;

/** What a transition needs to be told, beyond who and when. */
public enum GroupFact {
  /** Why, in words. */
  REASON,
  /** The whole record. */
  VALUES
}
