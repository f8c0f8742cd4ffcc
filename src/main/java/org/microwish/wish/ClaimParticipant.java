package org.microwish.wish;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/**
 * A member who takes part in a claim, or took part when it ended; a claiming member is always a
 * participant. A member who left earlier is a {@link FormerParticipant}.
 */
@Entity
@Table(name = "claim_participant")
public class ClaimParticipant {

  /** The primary key: each member takes part in a claim at most once. */
  @Embeddable
  public record Key(long claimId, long memberId) implements Serializable {}

  @EmbeddedId public Key key;
  public long organisationId;
  public Instant addedAt;
}
