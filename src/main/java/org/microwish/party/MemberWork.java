package org.microwish.party;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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

  /** Deletes the data about the member that its erasure must delete; claims stay. */
  default void erase(long memberId) {}

  /** Counts the live claims that the member holds or takes part in, delivered or not. */
  default long liveClaims(long memberId) {
    return 0;
  }

  /**
   * Returns the ids of the rows that prevent the member's erasure, by the name that the API shows:
   * live memberships, and those claims in which the member takes part that are live or can become
   * live again. Later leaves about such a claim name its participants, and an erased member has no
   * pseudonym. Claims that are completed but can become live again do not prevent the member from
   * leaving.
   */
  default Map<String, List<Long>> unfinished(long memberId) {
    return Map.of();
  }
}
