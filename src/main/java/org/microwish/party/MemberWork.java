package org.microwish.party;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Exports data about a member's work, such as claims and group memberships. A package that stores
 * such data implements this as a CDI bean; {@code party} does not depend on the implementations.
 */
public interface MemberWork {

  /**
   * Writes fields into the JSON object that the caller has started. Must not write personal values
   * of other people.
   */
  void export(JsonGenerator json, long memberId) throws IOException;
}
