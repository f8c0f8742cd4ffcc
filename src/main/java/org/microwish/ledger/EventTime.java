package org.microwish.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * When a change happened and when it was recorded. Holds the rules for {@code occurredAt} of all
 * aggregates.
 *
 * @param occurredAt when the change happened; never before the aggregate's last change
 * @param recordedAt the current time when this object was created
 */
public record EventTime(Instant occurredAt, Instant recordedAt) {

  /** Earliest time accepted: the start of 1949-10-01 in China. */
  public static final Instant EARLIEST = Instant.parse("1949-09-30T16:00:00Z");

  private static final String FIELD = "/occurredAt";

  /**
   * Returns the time of a change.
   *
   * @param given the time that the caller gives, or null for now. Only operators, for late records,
   *     and the service itself may give a time. The current time and times that the service gives
   *     are never refused: if such a time is before the last change, the time of the last change is
   *     used instead.
   * @param notBefore when the aggregate's last change happened; null for the aggregate's first
   *     change
   * @throws ProblemException VALIDATION_FAILED at {@code /occurredAt}: NOT_ALLOWED when the caller
   *     may not give a time, IN_FUTURE, OUT_OF_RANGE before 1949-10-01, WRONG_ORDER before the last
   *     change
   */
  public static EventTime of(Caller caller, Instant given, Instant notBefore, Instant now) {
    return checked(caller, given(caller, given), notBefore, now);
  }

  /**
   * Like {@link #of}, for a time that {@link #given} has accepted or that comes from the sample
   * data or an import.
   */
  public static EventTime checked(Caller caller, Instant given, Instant notBefore, Instant now) {
    Instant at = given == null ? now : given.truncatedTo(ChronoUnit.MICROS);
    if (given == null || caller.is(Role.SYSTEM)) {
      // Another instance's clock may be a little ahead; an aggregate's times must not go back.
      return new EventTime(notBefore != null && notBefore.isAfter(at) ? notBefore : at, now);
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
    return new EventTime(at, now);
  }

  /**
   * Returns {@code occurredAt} unchanged, which may be null.
   *
   * @throws ProblemException VALIDATION_FAILED at {@code /occurredAt}: NOT_ALLOWED when the caller
   *     may not give a time
   */
  public static Instant given(Caller caller, Instant occurredAt) {
    if (occurredAt != null && !caller.is(Role.OPERATOR, Role.SYSTEM)) {
      throw ProblemException.invalid(FIELD, FieldFault.NOT_ALLOWED);
    }
    return occurredAt;
  }
}
