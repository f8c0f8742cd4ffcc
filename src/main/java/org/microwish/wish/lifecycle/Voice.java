package org.microwish.wish.lifecycle;

/** Who says, instead of a resident, whether delivered work is good. */
public sealed interface Voice permits Proxy, Acceptance {

  /**
   * Returns true if the caller is involved in an active claim on the wish: as claimant or
   * participant, or by acting for the claiming organisation.
   */
  boolean conflicted();
}
