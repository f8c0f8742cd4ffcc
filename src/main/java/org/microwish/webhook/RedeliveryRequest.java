package org.microwish.webhook;

import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.platform.Id;

/** The body of a request to send changes again. */
@Schema(
    name = "RedeliveryRequest",
    description = "Which changes to send again: one entry, or a range of leaves.")
record RedeliveryRequest(
    @Schema(description = "The ledger entry of one change; without `fromLeaf` and `toLeaf`")
        Id entryId,
    @Min(value = 0, message = "OUT_OF_RANGE")
        @Schema(description = "Index of the first leaf", minimum = "0")
        Long fromLeaf,
    @Min(value = 0, message = "OUT_OF_RANGE")
        @Schema(
            description = "Index of the last leaf, at most 9999 above `fromLeaf`",
            minimum = "0")
        Long toLeaf) {}
