package org.microwish.party;

import java.util.Map;

/**
 * Counts what a member or an organisation still takes part in, such as live claims. Until all
 * counts are zero, the member cannot leave, and the organisation cannot be dissolved. A package
 * that stores such data implements this as a CDI bean; {@code party} does not depend on the
 * implementations.
 */
public interface LiveUses {

  /**
   * Key of the number of live claims that are not delivered: those that the member or organisation
   * holds and, for a member, those in which it participates.
   */
  String CLAIMS = "claims";

  /**
   * Counts the live uses.
   *
   * @return the counts by the name that the API shows, such as {@link #CLAIMS}
   */
  Map<String, Long> liveUses(PartyType type, long id);
}
