package org.microwish.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.lifecycle.inbox.InboxKind;
import org.microwish.lifecycle.inbox.InboxScope;
import org.microwish.platform.Id;

/** A reminder of a wish that was given or is planned. */
@Schema(name = "Reminder", description = "A reminder, given or planned.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReminderView(
    @Schema(required = true) ReminderRule rule,
    @Schema(required = true) InboxKind kind,
    @Schema(required = true, description = "The kind of inbox that the reminder is for")
        InboxScope scope,
    @Schema(
            description =
                "The claim or invitation; missing if the reminder is about the whole wish")
        Id claimId,
    @Schema(required = true, description = "The deadline") Instant dueAt,
    @Schema(description = "When the reminder comes; missing if it was given") Instant plannedFor,
    @Schema(description = "When the reminder was given; missing if it is planned")
        Instant remindedAt) {

  static ReminderView given(Reminder row) {
    return new ReminderView(
        row.rule,
        row.rule.kind(),
        row.scope,
        row.partId == 0 ? null : new Id(row.partId),
        row.dueAt,
        null,
        row.remindedAt);
  }

  static ReminderView planned(Reminders.Planned one) {
    return new ReminderView(
        one.rule(),
        one.item().kind,
        one.item().scope,
        one.item().partId == 0 ? null : new Id(one.item().partId),
        one.item().dueAt,
        one.at(),
        null);
  }
}
