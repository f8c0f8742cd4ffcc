package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Confidential;
import org.microwish.platform.http.Text;

/**
 * Request body to replace the public texts of a published wish.
 *
 * @param publicSummary the new public summary; null for none
 * @param neededSkill the needed skill; empty for none, null to keep it
 * @param attested must be true: the operator has read title and summary and found no personal data
 *     in them
 * @param reason why the texts are replaced; null if not stated
 */
@Schema(
    name = "Amendment",
    description =
        "The new public title and summary; without a summary, the wish has none. `neededSkill`"
            + " replaces the needed skill; if it is empty, the wish has none, and if it is missing,"
            + " the skill stays. With `attested`, which must be true, the operator declares that"
            + " the texts contain no personal data.")
public record Amendment(
    @NotNull @Text(max = 80) String publicTitle,
    @Text(max = 1000, lines = true) String publicSummary,
    @Text(min = 0, max = 40) String neededSkill,
    @NotNull @AssertTrue Boolean attested,
    @Text(max = 500, lines = true) Confidential reason,
    Instant occurredAt) {

  /**
   * Returns the public texts by the names of their vault fields, to which the leaf commits; an
   * empty skill is removed.
   */
  @JsonIgnore
  Map<String, String> publicWords() {
    Map<String, String> words = Publication.publicWords(publicTitle, publicSummary);
    if (neededSkill != null) {
      words.put("neededSkill", neededSkill.strip());
    }
    return words;
  }
}
