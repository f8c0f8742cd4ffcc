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

  /** The member's organisation; null for a volunteer only. */
  public Long organisationId;

  @Enumerated(EnumType.STRING)
  public MemberKind kind;

  public String divisionPath;

  /** True if the member has consented to appear by name on leaderboards. */
  public boolean showsName;

  /** The account bound to this member, or null. */
  public String account;

  /** True while a legal hold blocks every use of the member. */
  public boolean held;

  /**
   * When the name and telephone number were erased, or null; all commands on an erased member are
   * refused.
   */
  public Instant erasedAt;

  public Instant createdAt;

  /** Returns true if the member has not left and is not under a legal hold. */
  public boolean isActive() {
    return state == MemberState.ACTIVE && !held;
  }

  /** When the last change of the member happened. */
  public Instant updatedAt;

  @Override
  public long version() {
    return version;
  }
}
