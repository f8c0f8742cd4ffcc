package org.microwish.wish;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What puts a wish on the wall.
 *
 * @param attested the operator has read the two and found no personal data in them
 * @param claimBy when claiming ends; 30 days on unless said otherwise
 * @param completeBy when it must be done, where the draft did not say
 */
@Schema(description = "The public words of a wish, attested free of personal data.")
public record Publication(
    @NotBlank @Size(max = 80) String publicTitle,
    @Size(min = 1, max = 1000) String publicSummary,
    @NotNull @AssertTrue Boolean attested,
    Instant claimBy,
    Instant completeBy,
    Instant occurredAt) {}
