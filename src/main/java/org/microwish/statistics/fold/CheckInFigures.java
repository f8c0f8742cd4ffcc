package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * One check-in (双报到).
 *
 * @param organisation true if an organisation checked in, false if a member did
 * @param subject the organisation's id or the member's pseudonym
 * @param organisationId the id of the organisation that checked in, or of the member's
 *     organisation; null if no leaf names it
 * @param community the community's path
 * @param checkedInAt when the check-in was made
 * @param live whether the check-in's state is LIVE
 */
public record CheckInFigures(
    String id,
    long version,
    boolean organisation,
    String subject,
    String organisationId,
    String community,
    Instant checkedInAt,
    boolean live)
    implements Figures {

  /** Whether the statistics count this check-in. */
  public boolean counts() {
    return live && subject != null && community != null && checkedInAt != null;
  }
}
