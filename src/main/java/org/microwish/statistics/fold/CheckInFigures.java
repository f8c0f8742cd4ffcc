package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * One check-in (双报到).
 *
 * @param organisation whether the subject is an organisation, not a member
 * @param subject the organisation's id or the member's pseudonym
 * @param organisationId the subject itself, or the member's organisation; null if no leaf names it
 * @param community the community's path
 * @param checkedInAt when it was made
 * @param live whether its state is LIVE
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

  /** Whether the statistics count it. */
  public boolean counts() {
    return live && subject != null && community != null && checkedInAt != null;
  }
}
