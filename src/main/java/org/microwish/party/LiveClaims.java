package org.microwish.party;

/**
 * Whether somebody still has promised work to do, so that it cannot be ended. Whoever keeps such
 * promises implements this as a bean; party itself knows of none.
 */
public interface LiveClaims {

  /** The live claims in its own name and, of a member, those in which it takes part. */
  long countLiveClaims(PartyType type, long id);
}
