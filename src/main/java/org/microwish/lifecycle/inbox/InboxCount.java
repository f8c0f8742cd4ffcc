package org.microwish.lifecycle.inbox;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The number of items of a kind in an inbox. */
@Schema(name = "InboxCount", description = "The number of items of a kind.")
public record InboxCount(
    @Schema(required = true) InboxKind kind,
    @Schema(required = true, examples = "3") long count,
    @Schema(required = true, examples = "1", description = "Those that the caller has not read")
        long unread,
    @Schema(required = true, examples = "0", description = "Those whose deadline is over")
        long overdue) {}
