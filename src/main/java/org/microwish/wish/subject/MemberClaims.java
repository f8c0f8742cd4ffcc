package org.microwish.wish.subject;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.party.MemberWork;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.wish.Claim;
import org.microwish.wish.Invitation;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.money.Money;

/**
 * Exports, with a member's personal data, the claims that the member holds, takes part in or took
 * part in, and counts those that are not finished.
 */
@ApplicationScoped
class MemberClaims implements MemberWork {

  private final SubjectQueries queries;

  MemberClaims(SubjectQueries queries) {
    this.queries = queries;
  }

  @Override
  public void export(JsonGenerator json, long memberId) throws IOException {
    export(json, "claims", queries.ofParticipant(memberId));
    export(json, "formerClaims", queries.ofFormerParticipant(memberId));
    exportInvitations(json, memberId);
  }

  private void exportInvitations(JsonGenerator json, long memberId) throws IOException {
    json.writeArrayFieldStart("invitations");
    for (Invitation one : queries.invitations(ClaimantType.MEMBER, memberId)) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(one.id));
      json.writeStringField("wishId", Id.text(one.wishId));
      json.writeStringField("state", one.state.name());
      json.writeBooleanField("reserved", one.reserved);
      json.writeBooleanField("offered", one.offered);
      time(json, "createdAt", one.createdAt);
      time(json, "invitedAt", one.invitedAt);
      time(json, "until", one.untilAt);
      time(json, "endedAt", one.endedAt);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String name, Instant at) throws IOException {
    if (at != null) {
      json.writeStringField(name, at.atZone(Time.ZONE).toOffsetDateTime().toString());
    }
  }

  private static void export(JsonGenerator json, String name, List<Claim> claims)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Claim claim : claims) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(claim.id));
      json.writeStringField("wishId", Id.text(claim.wishId));
      json.writeStringField("state", claim.state.name());
      time(json, "claimedAt", claim.claimedAt);
      json.writeStringField("spent", Money.of(claim.spent).toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @Override
  public long liveClaims(long memberId) {
    Set<Long> claims = new HashSet<>(queries.live(ClaimantType.MEMBER.name(), memberId));
    claims.addAll(queries.liveOfParticipant(memberId));
    return claims.size();
  }

  @Override
  public Map<String, List<Long>> unfinished(long memberId) {
    return Map.of("claims", queries.unfinishedOfParticipant(memberId));
  }
}
