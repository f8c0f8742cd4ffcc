package org.microwish.party;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Exports data about a member's work, such as claims and group memberships, and counts the work
 * that prevents the member's erasure. A package that stores such data implements this interface as
 * a CDI bean; {@code party} does not depend on the implementations.
 */
public interface MemberWork {

  /**
   * Writes fields into the JSON object that the caller has started. Must not write personal values
   * of other people.
   */
  void export(JsonGenerator json, long memberId) throws IOException;

  /** Counts the live claims that the member holds or takes part in, delivered or not. */
  default long liveClaims(long memberId) {
    return 0;
  }

  /**
   * Counts the claims in which the member takes part and that are live or can become live again.
   * While the count is not zero, the member may leave but cannot be erased: later leaves about such
   * a claim name its participants, and an erased member has no pseudonym.
   */
  default long unfinishedClaims(long memberId) {
    return 0;
  }
}
