package org.microwish.lifecycle.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.platform.Id;

/**
 * An item of an inbox. It contains no personal data, only the ids of the aggregate and the part
 * that wait.
 */
@Schema(
    name = "InboxItem",
    description = "A wish or group, or a part of it, that waits for somebody's action.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InboxView(
    @Schema(required = true) Id id,
    @Schema(required = true) InboxKind kind,
    @Schema(
            required = true,
            description =
                "Whose inbox it is in: the caller's own (ACCOUNT, MEMBER), the organisation's or the"
                    + " desk's")
        InboxScope scope,
    @Schema(required = true) AggregateType subjectType,
    @Schema(required = true) Id subjectId,
    @Schema(examples = "440104013-2026-W-00123", description = "The subject's serial number")
        String number,
    @Schema(
            description =
                "The claim, invitation or membership that waits; missing if the whole subject waits")
        Id partId,
    @Schema(required = true, description = "Since when it waits") Instant since,
    @Schema(description = "The deadline; missing if there is none") Instant dueAt,
    @Schema(required = true, description = "Whether the deadline is over") boolean overdue,
    @Schema(required = true, description = "Whether the caller has marked it as read")
        boolean read) {

  static InboxView of(InboxItem item, String number, boolean read, Instant now) {
    return new InboxView(
        new Id(item.id),
        item.kind,
        item.scope,
        item.aggregateType,
        new Id(item.aggregateId),
        number,
        item.partId == 0 ? null : new Id(item.partId),
        item.since,
        item.dueAt,
        item.dueAt != null && !item.dueAt.isAfter(now),
        read);
  }
}
