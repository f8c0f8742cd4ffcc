package org.microwish.privacy;

import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;

/**
 * The purpose for which a caller requests to read unmasked personal values.
 *
 * @param purpose the purpose, which the ledger leaf contains
 * @param words the reason in words, which is stored in the vault, with a commitment in the leaf;
 *     required if the purpose is OTHER
 */
@Schema(
    name = "PersonalReadRequest",
    description = "The purpose of reading unmasked personal data.")
public record ReadRequest(
    @NotNull ReadPurpose purpose, @Text(max = 500, lines = true) Confidential words) {

  /** Refuses OTHER without words, and the purposes that callers may not state. */
  public void check() {
    if (purpose == ReadPurpose.OWN_DATA || purpose == ReadPurpose.LEGAL_HOLD) {
      throw ProblemException.invalid("/purpose", FieldFault.NOT_ALLOWED);
    }
    if (purpose == ReadPurpose.OTHER && (words == null || words.value().isBlank())) {
      throw ProblemException.invalid("/words", FieldFault.REQUIRED);
    }
  }
}
