package org.microwish.wish.command;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.http.Text;

/**
 * Request body to publish a wish on the wall.
 *
 * @param attested must be true: the operator has read title and summary and found no personal data
 *     in them
 * @param claimBy when claiming ends; null for the configured time, 30 days by default
 * @param completeBy the completion date; null to keep the draft's
 */
@Schema(
    description =
        "The public title and summary of a wish. With `attested`, which must be true, the operator"
            + " declares that they contain no personal data. Default of `claimBy`: 30 days after"
            + " publication (configurable).")
public record Publication(
    @NotNull @Text(max = 80) String publicTitle,
    @Text(max = 1000, lines = true) String publicSummary,
    @NotNull @AssertTrue Boolean attested,
    Instant claimBy,
    Instant completeBy,
    Instant occurredAt) {

  /** Returns the public texts by the names of their vault fields. */
  @JsonIgnore
  Map<String, String> publicWords() {
    return publicWords(publicTitle, publicSummary);
  }

  static Map<String, String> publicWords(String publicTitle, String publicSummary) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("publicTitle", publicTitle);
    words.put("publicSummary", publicSummary);
    return words;
  }
}
