package org.microwish.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.platform.Id;
import org.microwish.privacy.Masking;

/**
 * A person's membership in a group.
 *
 * @param name the person's masked name; missing once the name is erased
 * @param reason why the person was declined or removed; missing otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "Membership",
    description =
        "A member's membership in a group. The name is masked, and missing once it is erased.")
public record MembershipView(
    Id id,
    Id groupId,
    Id memberId,
    String name,
    MembershipState state,
    Instant appliedAt,
    Instant joinedAt,
    Instant endedAt,
    LeaveReason reason) {

  static MembershipView of(Membership row, String name) {
    return new MembershipView(
        new Id(row.id),
        new Id(row.groupId),
        new Id(row.memberId),
        Masking.name(name),
        row.state,
        row.appliedAt,
        row.joinedAt,
        row.endedAt,
        row.endReason);
  }
}
