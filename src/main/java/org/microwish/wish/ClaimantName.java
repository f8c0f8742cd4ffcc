package org.microwish.wish;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.wish.lifecycle.ClaimantType;

/** Who claims a wish, as the public may see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "WishClaimant",
    description = "Who holds an ACTIVE or COMPLETED claim on the wish, as the public may see it.")
public record ClaimantName(
    @Schema(required = true) ClaimantType type,
    @Schema(
            description =
                "The name of the organisation; the name of a member only with its consent to be named"
                    + " as claimant",
            examples = "样例社区第一党支部")
        String name) {}
