package org.microwish.party;

import org.microwish.problem.Faults;

/**
 * A check-in to be recorded.
 *
 * @param subjectType who checks in
 * @param subjectId the organisation's or member's id
 * @param community code or path of the community
 */
public record CheckInDraft(PartyType subjectType, Long subjectId, String community) {

  /** Adds what is missing to {@code faults}. */
  void check(Faults faults) {
    faults.required("/subjectType", subjectType);
    faults.required("/subjectId", subjectId);
    faults.required("/community", community);
  }
}
