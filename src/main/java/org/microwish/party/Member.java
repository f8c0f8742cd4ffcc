package org.microwish.party;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.platform.sql.Versioned;

/**
 * A party member or a volunteer. Name and phone are in the vault; skills and service areas have
 * their own tables.
 */
@Entity
@Table(name = "member")
public class Member implements Versioned {
  @Id public long id;
  public long version;

  @Enumerated(EnumType.STRING)
  public MemberState state;

  /** Null for a volunteer only. */
  public Long organisationId;

  @Enumerated(EnumType.STRING)
  public MemberKind kind;

  public String divisionPath;

  /** Recorded consent to appear by name on a leaderboard. */
  public boolean showsName;

  /** The account bound to this member, or null. */
  public String account;

  /** Whether a legal hold blocks every use. */
  public boolean held;

  /** When name and number were erased; commands are refused from then on. */
  public Instant erasedAt;

  public Instant createdAt;

  /** Whether it may claim: it has not left and is not under a legal hold. */
  public boolean isActive() {
    return state == MemberState.ACTIVE && !held;
  }

  /** When the last change happened. */
  public Instant updatedAt;

  @Override
  public long version() {
    return version;
  }
}
