package org.microwish.party;

import java.util.Map;

/**
 * What somebody still has to do with, so that it cannot be ended. Whoever keeps such ties
 * implements this as a bean; party itself knows of none.
 */
public interface LiveUses {

  /** The live claims in its own name and, of a member, those in which it takes part. */
  String CLAIMS = "claims";

  /**
   * How many ties of each sort there are.
   *
   * @return by a name that the API shows, such as {@link #CLAIMS}
   */
  Map<String, Long> liveUses(PartyType type, long id);
}
