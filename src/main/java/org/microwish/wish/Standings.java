package org.microwish.wish;

import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;

/** Finds out what wishes are to a caller; the package {@code matching} implements this. */
public interface Standings {

  /**
   * Returns what the wishes are to a member or to the organisation of a steward, by wish id; empty
   * for other callers, who cannot claim.
   */
  Map<Long, Standing> of(Caller caller, List<Wish> wishes);
}
