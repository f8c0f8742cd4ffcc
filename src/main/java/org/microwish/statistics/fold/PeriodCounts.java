package org.microwish.statistics.fold;

/**
 * What happened in a period, and the state at its end. Each event counts in the period in which it
 * happened.
 *
 * @param received wishes that were submitted for review for the first time in the period
 * @param inReview wishes in review at the end of the period, or now if it has not ended
 * @param published wishes that were published for the first time in the period
 * @param claimed published wishes whose earliest ACTIVE or COMPLETED claim began in the period
 * @param fulfilled published wishes that became FULFILLED in the period
 * @param onTime those of {@code fulfilled} of which no claim was ever overdue
 * @param overdue published wishes with an overdue claim at the end of the period, or now
 * @param publishedClaimed those of {@code published} that are claimed now
 * @param publishedFulfilled those of {@code published} that are fulfilled now
 * @param invitations what happened with invitations to published wishes
 */
public record PeriodCounts(
    long received,
    long inReview,
    long published,
    long claimed,
    long fulfilled,
    long onTime,
    long overdue,
    long publishedClaimed,
    long publishedFulfilled,
    InvitationCounts invitations) {

  /** The counts of an empty line. */
  public static final PeriodCounts NONE =
      new PeriodCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, InvitationCounts.NONE);
}
