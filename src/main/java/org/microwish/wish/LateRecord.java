package org.microwish.wish;

import java.time.Instant;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/** Who may say over HTTP that something happened earlier than now. */
final class LateRecord {

  private LateRecord() {}

  /** The time as given, which only an operator may give; null is now. */
  static Instant at(Caller caller, Instant occurredAt) {
    if (occurredAt != null && caller.role() != Role.OPERATOR) {
      throw ProblemException.invalid("/occurredAt", FieldFault.NOT_ALLOWED);
    }
    return occurredAt;
  }
}
