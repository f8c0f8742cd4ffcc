package org.microwish.wish;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** The time in which a member took part in a claim, before leaving it. */
@Entity
@Table(name = "claim_participant_past")
public class FormerParticipant {

  /**
   * A member can leave a claim several times.
   *
   * @param entryId the ledger entry of the command by which the member left
   */
  @Embeddable
  public record Key(long claimId, long memberId, long entryId) implements Serializable {}

  @EmbeddedId public Key key;
  public long organisationId;
  public Instant addedAt;
  public Instant leftAt;
}
