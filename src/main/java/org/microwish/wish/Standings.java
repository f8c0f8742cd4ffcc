package org.microwish.wish;

import java.util.List;
import java.util.Map;
import org.microwish.caller.Caller;

/**
 * Computes the {@link Standing} of a caller on wishes; the package {@code matching} implements
 * this.
 */
public interface Standings {

  /**
   * Returns the standing of a member, or of a steward's organisation, by wish id; empty for other
   * callers, who cannot claim.
   */
  Map<Long, Standing> of(Caller caller, List<Wish> wishes);
}
