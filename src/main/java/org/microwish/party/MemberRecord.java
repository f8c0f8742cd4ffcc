package org.microwish.party;

import java.util.List;
import java.util.Map;

/**
 * A member with what is kept about it in other tables.
 *
 * @param personal the vault's values in clear, by field; empty once erased
 */
record MemberRecord(
    Member member, List<String> skills, List<String> serviceAreas, Map<String, String> personal) {
  /** Hides what people wrote. */
  @Override
  public String toString() {
    return "MemberRecord[hidden]";
  }
}
