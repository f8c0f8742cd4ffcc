package org.microwish.group;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.group.lifecycle.MembershipState;

/** That somebody belongs to a group, asks to, or did. */
@Entity
@Table(name = "group_membership")
public class Membership {
  @Id public long id;
  public long groupId;
  public long memberId;

  @Enumerated(EnumType.STRING)
  public MembershipState state;

  /** Group and member while it is live, else null; unique, so nobody belongs twice. */
  public String liveKey;

  public Instant appliedAt;
  public Instant joinedAt;
  public Instant endedAt;

  /** Sets the state, and with it what follows from it. */
  void become(MembershipState next, Instant at) {
    state = next;
    switch (next) {
      case APPLIED -> {
        appliedAt = at;
        liveKey = groupId + ":" + memberId;
      }
      case IN -> joinedAt = joinedAt == null ? at : joinedAt;
      case LEFT -> {
        endedAt = at;
        liveKey = null;
      }
    }
  }
}
