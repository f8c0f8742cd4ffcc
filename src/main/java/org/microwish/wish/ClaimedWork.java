package org.microwish.wish;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import org.microwish.party.MemberWork;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.wish.money.Money;

/** The claims that a member holds or takes part in. */
@ApplicationScoped
class ClaimedWork implements MemberWork {

  private final EntityManager entities;

  ClaimedWork(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public void export(JsonGenerator json, long memberId) throws IOException {
    json.writeArrayFieldStart("claims");
    for (Claim claim :
        entities
            .createQuery(
                "select c from Claim c join ClaimParticipant p on p.key.claimId = c.id"
                    + " where p.key.memberId = ?1 order by c.id",
                Claim.class)
            .setParameter(1, memberId)
            .getResultList()) {
      json.writeStartObject();
      json.writeStringField("id", Id.text(claim.id));
      json.writeStringField("wishId", Id.text(claim.wishId));
      json.writeStringField("state", claim.state.name());
      json.writeStringField(
          "claimedAt", claim.claimedAt.atZone(Time.ZONE).toOffsetDateTime().toString());
      json.writeStringField("spent", Money.of(claim.spent).toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
