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

  /** Why somebody else ended it; null where the person did, or the group is over. */
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

  /** Sets the state, the live key and the time of the change. */
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
