package org.microwish.statistics.fold;

import java.time.Instant;

/**
 * One demand.
 *
 * @param kind the demand's kind, as named in leaves
 * @param category the demand's category, as named in leaves
 * @param level the level that handles it, as named in leaves; null before it is dispatched
 * @param hall the id of the hall that received it, or null
 * @param community the path of the demand's community
 * @param state the demand's state, as named in leaves
 * @param submittedAt when the demand was first submitted
 * @param answerBy when the demand should be answered; null before its acceptance
 * @param answeredAt when the demand was answered; null while it is not
 * @param days the working days from the acceptance to the answer, or null
 * @param satisfied the asker's evaluation, or null
 * @param adopted whether the suggestion is adopted, or null
 */
public record DemandFigures(
    String id,
    long version,
    String kind,
    String category,
    String level,
    String hall,
    String community,
    String state,
    Instant submittedAt,
    Instant answerBy,
    Instant answeredAt,
    Long days,
    Boolean satisfied,
    Boolean adopted)
    implements Figures {

  /** Whether the statistics count this demand. */
  public boolean counts() {
    return kind != null && category != null && community != null && submittedAt != null;
  }

  boolean isOnTime() {
    return answeredAt != null && answerBy != null && !answeredAt.isAfter(answerBy);
  }

  /** Whether the suggestion is adopted, or became a wish or micro-project. */
  boolean isAdopted() {
    return Boolean.TRUE.equals(adopted) || ("SUGGESTION".equals(kind) && "CONVERTED".equals(state));
  }
}
