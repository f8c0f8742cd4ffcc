package org.microwish.party;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.platform.sql.Versioned;

/** A registration of an organisation or member with a community, live or revoked. */
@Entity
@Table(name = "check_in")
public class CheckIn implements Versioned {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public PartyType subjectType;

  public long subjectId;

  /** The subject itself, or the organisation that the member belonged to when it checked in. */
  public long organisationId;

  /** The community. */
  public String divisionPath;

  /** {@code <subject type>:<subject id>:<community>} while it holds, else null: a unique key. */
  public String liveKey;

  public Instant checkedInAt;
  public Instant revokedAt;
  public Instant createdAt;

  /** LIVE or REVOKED. */
  public CheckInState state() {
    return revokedAt == null ? CheckInState.LIVE : CheckInState.REVOKED;
  }

  @Override
  public long version() {
    return version;
  }
}
