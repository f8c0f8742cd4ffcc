package org.microwish.activity;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.microwish.activity.lifecycle.EnrolmentState;
import org.microwish.party.LiveUses;
import org.microwish.party.MemberWork;
import org.microwish.party.PartyType;
import org.microwish.platform.Id;

/**
 * Counts a member's open enrolments and the activities that an organisation hosts: while there are
 * any, the member cannot leave and the organisation cannot be dissolved. Also exports a member's
 * enrolments.
 */
@ApplicationScoped
class ActivityTies implements LiveUses, MemberWork {

  private final ActivityQueries queries;

  ActivityTies(ActivityQueries queries) {
    this.queries = queries;
  }

  @Override
  public Map<String, Long> liveUses(PartyType type, long id) {
    return switch (type) {
      case MEMBER -> Map.of("enrolments", queries.countOpen(id, EnrolmentState.OPEN));
      case ORGANISATION -> Map.of("activities", queries.countHosted(id));
    };
  }

  @Override
  public Map<String, List<Long>> unfinished(long memberId) {
    return Map.of(
        "enrolments",
        queries.ofMember(memberId).stream()
            .filter(enrolment -> EnrolmentState.OPEN.contains(enrolment.state))
            .map(enrolment -> enrolment.id)
            .toList());
  }

  @Override
  public void export(JsonGenerator json, long memberId) throws IOException {
    json.writeArrayFieldStart("enrolments");
    for (Enrolment enrolment : queries.ofMember(memberId)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(enrolment.id));
      json.writeStringField("activityId", Id.text(enrolment.activityId));
      json.writeStringField("state", enrolment.state.name());
      json.writeNumberField("minutes", enrolment.minutes);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
