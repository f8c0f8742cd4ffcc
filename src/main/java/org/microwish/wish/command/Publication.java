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
 * What puts a wish on the wall.
 *
 * @param attested the operator has read the two and found no personal data in them
 * @param claimBy when claiming ends; 30 days on unless said otherwise
 * @param completeBy when it must be done, where the draft did not say
 */
@Schema(description = "The public words of a wish, attested free of personal data.")
public record Publication(
    @NotNull @Text(max = 80) String publicTitle,
    @Text(max = 1000, lines = true) String publicSummary,
    @NotNull @AssertTrue Boolean attested,
    Instant claimBy,
    Instant completeBy,
    Instant occurredAt) {

  /** What everybody will read, by vault field. */
  @JsonIgnore
  Map<String, String> publicWords() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("publicTitle", publicTitle);
    words.put("publicSummary", publicSummary);
    return words;
  }
}
