package org.microwish.party;

import java.util.Map;

/**
 * Counts the uses of a member or organisation that block its ending. A package that keeps such uses
 * implements this as a CDI bean; {@code party} does not depend on the implementations.
 */
public interface LiveUses {

  /** Key of the live claims: its own and, for a member, those in which it participates. */
  String CLAIMS = "claims";

  /**
   * Counts the live uses.
   *
   * @return counts by the name that the API shows, such as {@link #CLAIMS}
   */
  Map<String, Long> liveUses(PartyType type, long id);
}
