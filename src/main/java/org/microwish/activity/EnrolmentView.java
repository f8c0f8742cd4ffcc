package org.microwish.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.platform.Id;
import org.microwish.privacy.Masking;

/**
 * A person's enrolment in a session.
 *
 * @param name the person's masked name; missing once the name is erased
 * @param minutes the minutes that count once the activity is settled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "ActivityEnrolment",
    description =
        "A member's enrolment in a session of an activity. The name is masked, and missing once it"
            + " is erased.")
public record EnrolmentView(
    Id id,
    Id activityId,
    Id sessionId,
    Id memberId,
    String name,
    EnrolmentState state,
    int minutes,
    Instant signedUpAt,
    Instant endedAt) {

  static EnrolmentView of(Enrolment row, String name) {
    return new EnrolmentView(
        new Id(row.id),
        new Id(row.activityId),
        new Id(row.sessionId),
        new Id(row.memberId),
        Masking.name(name),
        row.state,
        row.minutes,
        row.signedUpAt,
        row.endedAt);
  }
}
