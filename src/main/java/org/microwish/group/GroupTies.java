package org.microwish.group;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.microwish.group.lifecycle.GroupState;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.party.LiveUses;
import org.microwish.party.MemberWork;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;
import org.microwish.platform.Time;

/**
 * Counts a member's live memberships and the groups that an organisation hosts: while there are
 * any, the member cannot leave and the organisation cannot be dissolved. Also exports a member's
 * memberships.
 */
@ApplicationScoped
class GroupTies implements LiveUses, MemberWork {

  private final GroupQueries queries;

  GroupTies(GroupQueries queries) {
    this.queries = queries;
  }

  @Override
  public Map<String, Long> liveUses(PartyType type, long id) {
    return switch (type) {
      case MEMBER -> Map.of("memberships", queries.countLive(id));
      case ORGANISATION -> Map.of("groups", queries.countHosted(id, GroupState.PROPOSED));
    };
  }

  @Override
  public Map<String, List<Long>> unfinished(long memberId) {
    return Map.of(
        "memberships",
        queries.ofMember(memberId).stream()
            .filter(membership -> MembershipState.LIVE.contains(membership.state))
            .map(membership -> membership.id)
            .toList());
  }

  @Override
  public void export(JsonGenerator json, long memberId) throws IOException {
    json.writeArrayFieldStart("memberships");
    for (Membership membership : queries.ofMember(memberId)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(membership.id));
      json.writeStringField("groupId", Id.text(membership.groupId));
      json.writeStringField("state", membership.state.name());
      time(json, "appliedAt", membership.appliedAt);
      time(json, "joinedAt", membership.joinedAt);
      time(json, "endedAt", membership.endedAt);
      if (membership.endReason != null) {
        json.writeStringField("reason", membership.endReason.name());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String field, Instant at) throws IOException {
    if (at != null) {
      json.writeStringField(field, at.atZone(Time.ZONE).toOffsetDateTime().toString());
    }
  }
}
