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

  /**
   * The organisation that checked in, or the one to which the member belonged when it checked in.
   */
  public long organisationId;

  /** The path of the community. */
  public String divisionPath;

  /**
   * {@code <subject type>:<subject id>:<path of the community>} while the check-in is live, else
   * null. The column is unique, so that a subject has at most one live check-in with a community.
   */
  public String liveKey;

  public Instant checkedInAt;
  public Instant revokedAt;
  public Instant createdAt;

  /** Returns LIVE until the check-in is revoked, then REVOKED. */
  public CheckInState state() {
    return revokedAt == null ? CheckInState.LIVE : CheckInState.REVOKED;
  }

  @Override
  public long version() {
    return version;
  }
}
