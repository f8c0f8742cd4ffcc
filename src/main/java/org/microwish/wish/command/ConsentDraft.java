package org.microwish.wish.command;

import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.attachment.Consent;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.http.CrossChecked;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.lifecycle.Sensitivity;

/**
 * Request body to record a consent of or for the person whom a wish is about: to the handling of
 * the personal data (PIPL art. 29, 31), to be photographed, or to be named.
 *
 * @param purpose what the consent allows; null for HANDLING
 * @param sensitivity why a consent to the handling is needed; null for other purposes
 * @param relation relation of the consenting person to the person concerned; not SELF for a minor
 * @param method how the consent was obtained
 * @param obtainedOn the day on which the consent was obtained, not in the future
 * @param name name of the consenting person; stored only in the vault
 * @param words a description of how the consent was obtained; stored only in the vault
 * @param evidence the id of an evidence file of this wish that shows the consent, such as the
 *     signed form; or null
 */
@Schema(
    name = "ConsentRecord",
    description =
        "A consent: the person's own (`relation` SELF), or a guardian's. Without `purpose` it is to"
            + " the handling of a sensitive person's data, and `sensitivity` is required; PHOTO is to"
            + " be photographed, NAME to be named in public. `name` and `words` (how the consent was"
            + " obtained) are stored encrypted and never public. For a minor, `relation` cannot be"
            + " SELF.")
public record ConsentDraft(
    @Schema(description = "What the consent allows. Default: HANDLING") Consent.Purpose purpose,
    Sensitivity sensitivity,
    @NotNull Consent.Relation relation,
    @NotNull Consent.Method method,
    @NotNull LocalDate obtainedOn,
    @NotNull @Text(min = 1, max = 40) Confidential name,
    @Text(max = 500, lines = true) Confidential words,
    Id evidence,
    Instant occurredAt)
    implements CrossChecked {

  /** Sets a missing purpose to HANDLING. */
  public ConsentDraft {
    purpose = purpose == null ? Consent.Purpose.HANDLING : purpose;
  }

  /** Requires the sensitivity for a consent to the handling, and for no other. */
  @Override
  public void crossCheck(Faults faults) {
    boolean handling = purpose == Consent.Purpose.HANDLING;
    if (handling != (sensitivity != null)) {
      faults.add("sensitivity", handling ? FieldFault.REQUIRED : FieldFault.NOT_ALLOWED);
    }
  }

  /**
   * Checks the consent.
   *
   * @param of the sensitivity of the wish before this consent
   */
  void check(Sensitivity of, Instant now) {
    Sensitivity person = sensitivity == null ? of : sensitivity;
    if (person == Sensitivity.MINOR && relation == Consent.Relation.SELF) {
      throw ProblemException.invalid("/relation", FieldFault.NOT_ALLOWED);
    }
    if (obtainedOn.isAfter(now.atZone(Time.ZONE).toLocalDate())) {
      throw ProblemException.invalid("/obtainedOn", FieldFault.IN_FUTURE);
    }
  }

  /** Returns a text without the values, because they reveal the person's health or age. */
  @Override
  public String toString() {
    return "ConsentDraft[hidden]";
  }

  /**
   * Returns the text to which the ledger leaf commits with a salted hash (MAC): the text can be
   * proved later, but the leaf does not disclose it. The first line contains sensitivity, relation,
   * method and date, the second the name; the words follow.
   */
  String terms() {
    String terms =
        String.join(
            " ",
            (sensitivity == null ? purpose : sensitivity).name(),
            relation.name(),
            method.name(),
            obtainedOn.toString());
    return terms + "\n" + name.value() + (words == null ? "" : "\n" + words.value());
  }
}
