package org.microwish.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.activity.lifecycle.ActivityState;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.ledger.LedgerReceipt;
import org.microwish.platform.Id;
import org.microwish.platform.http.VersionedReceipt;

/**
 * Response to a command on an activity.
 *
 * @param version the activity's version after the command; a client sends version 7 as {@code
 *     If-Match: "7"}
 * @param state the activity's state after the command
 * @param enrolment the enrolment that the command created or changed, if any
 * @param ledger the ledger entry that records the command
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    description =
        "The result of a command: the activity's version and state after it, the enrolment that it"
            + " created or changed, and the ledger entry that records it.")
public record ActivityReceipt(
    Id activityId, long version, ActivityState state, EnrolmentPart enrolment, LedgerReceipt ledger)
    implements VersionedReceipt {

  /** The enrolment in the receipt, with its state after the command. */
  @Schema(name = "ActivityReceiptEnrolment")
  public record EnrolmentPart(Id id, EnrolmentState state) {}

  static ActivityReceipt of(ActivityContext context, LedgerReceipt ledger) {
    Enrolment enrolment = context.enrolment;
    return new ActivityReceipt(
        new Id(context.activity.id),
        context.activity.version,
        context.activity.state,
        enrolment == null ? null : new EnrolmentPart(new Id(enrolment.id), enrolment.state),
        ledger);
  }
}
