package org.microwish.wish.lifecycle;

/** A party that judges delivered work in place of a resident. */
public sealed interface Voice permits Proxy, Acceptance {

  /**
   * Returns true if the caller is involved in an active claim on the wish: as claimant or
   * participant, or by acting for the claiming organisation.
   */
  boolean conflicted();
}
