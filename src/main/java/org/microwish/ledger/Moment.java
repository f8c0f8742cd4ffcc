package org.microwish.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * When a change happened and when it is written.
 *
 * @param occurredAt never before the aggregate's last change
 * @param recordedAt always now
 */
public record Moment(Instant occurredAt, Instant recordedAt) {

  /** Nothing is recorded of earlier days, 1949-10-01 in China. */
  public static final Instant EARLIEST = Instant.parse("1949-09-30T16:00:00Z");

  private static final String FIELD = "/occurredAt";

  /**
   * The moment of a change.
   *
   * @param given when the caller says it happened, or null for now; only operators (late records)
   *     and the service itself (samples, imports) may say so
   * @param notBefore when the aggregate's last change happened, or null for its first
   * @throws ProblemException VALIDATION_FAILED for a time that is not the caller's to give, in the
   *     future, or before the last change
   */
  public static Moment of(Caller caller, Instant given, Instant notBefore, Instant now) {
    if (given == null) {
      // Another instance's clock may be a little ahead; an aggregate's times must not go back.
      return new Moment(notBefore != null && notBefore.isAfter(now) ? notBefore : now, now);
    }
    Instant at = given.truncatedTo(ChronoUnit.MICROS);
    if (!caller.is(Role.OPERATOR, Role.SYSTEM)) {
      throw ProblemException.invalid(FIELD, FieldFault.NOT_ALLOWED);
    }
    if (at.isAfter(now)) {
      throw ProblemException.invalid(FIELD, FieldFault.IN_FUTURE);
    }
    if (at.isBefore(EARLIEST)) {
      throw ProblemException.invalid(FIELD, FieldFault.OUT_OF_RANGE);
    }
    if (notBefore != null && at.isBefore(notBefore)) {
      throw ProblemException.invalid(FIELD, FieldFault.WRONG_ORDER);
    }
    return new Moment(at, now);
  }
}
