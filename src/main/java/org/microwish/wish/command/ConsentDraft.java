package org.microwish.wish.command;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.GuardianConsent;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.lifecycle.Sensitivity;

/**
 * A guardian's consent to the handling of the values of whom a wish is about (PIPL art. 29, 31).
 *
 * @param sensitivity whom the wish is about
 * @param relation of whoever consents to the person; SELF never for a minor
 * @param method how it was obtained
 * @param obtainedOn the day, not in the future
 * @param name of whoever consents; vault only
 * @param words how it was obtained, in words; vault only
 * @param evidence a file of this wish that shows it, such as the signed form
 */
@Schema(name = "ConsentRecord", description = "A guardian's consent; names and words are private.")
public record ConsentDraft(
    @NotNull Sensitivity sensitivity,
    @NotNull GuardianConsent.Relation relation,
    @NotNull GuardianConsent.Method method,
    @NotNull LocalDate obtainedOn,
    @NotNull @Text(min = 1, max = 40) Confidential name,
    @Text(max = 500, lines = true) Confidential words,
    Id evidence,
    Instant occurredAt) {

  void check(Instant now) {
    if (sensitivity == Sensitivity.MINOR && relation == GuardianConsent.Relation.SELF) {
      throw ProblemException.invalid("/relation", FieldFault.NOT_ALLOWED);
    }
    if (obtainedOn.isAfter(now.atZone(Time.ZONE).toLocalDate())) {
      throw ProblemException.invalid("/obtainedOn", FieldFault.IN_FUTURE);
    }
  }

  /** Hides what tells of the person's health or age. */
  @Override
  public String toString() {
    return "ConsentDraft[hidden]";
  }

  /** What the leaf commits to, so that it can be proved later and is not told now. */
  String terms() {
    return String.join(
        " ", sensitivity.name(), relation.name(), method.name(), obtainedOn.toString());
  }
}
