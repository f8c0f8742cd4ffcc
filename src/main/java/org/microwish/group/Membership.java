package org.microwish.group;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.group.lifecycle.LeaveReason;
import org.microwish.group.lifecycle.MembershipState;
import org.microwish.lifecycle.Part;
import org.microwish.platform.Id;

/** A current, requested or ended membership in a group. */
@Entity
@Table(name = "group_membership")
public class Membership extends Part {
  public long groupId;
  public long memberId;

  @Enumerated(EnumType.STRING)
  public MembershipState state;

  public Instant appliedAt;
  public Instant joinedAt;
  public Instant endedAt;

  /**
   * Why the person was declined or removed; null if the membership is live, the person left, or the
   * group was disbanded.
   */
  @Enumerated(EnumType.STRING)
  public LeaveReason endReason;

  @Override
  public long aggregateId() {
    return groupId;
  }

  @Override
  public String key() {
    return Id.text(groupId) + ":" + Id.text(memberId);
  }

  /** Sets the state, the key of a live membership, and the time that belongs to the new state. */
  void become(MembershipState next, Instant at) {
    state = next;
    setLive(next.isLive());
    switch (next) {
      case APPLIED -> appliedAt = at;
      case IN -> {
        appliedAt = appliedAt == null ? at : appliedAt;
        joinedAt = joinedAt == null ? at : joinedAt;
      }
      case LEFT -> endedAt = at;
    }
  }
}
