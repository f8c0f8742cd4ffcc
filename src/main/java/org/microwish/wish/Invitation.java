package org.microwish.wish;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.microwish.lifecycle.Part;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.InvitationState;

/**
 * An invitation to claim a wish, or a place in the wish's waiting list. Both are stored in the same
 * row, because a waiting claimant becomes an invited one when a place of the wish is free again.
 */
@Entity
@Table(name = "invitation")
public class Invitation extends Part {
  public long wishId;

  @Enumerated(EnumType.STRING)
  public InvitationState state;

  @Enumerated(EnumType.STRING)
  public ClaimantType claimantType;

  public long claimantId;

  /** True if the invitation holds a place of the wish; always true in the waiting list. */
  public boolean reserved;

  /** True if the claimant joined the waiting list; false if an operator sent the invitation. */
  public boolean offered;

  /** The version of the wish when this row was created; the waiting list is sorted by it. */
  public long wishVersion;

  /** A unique name that the sender chose to send the invitation once only; null for none. */
  public String origin;

  public Instant createdAt;

  /** When the invitation was sent or the place was offered; null in the waiting list. */
  public Instant invitedAt;

  /** When the invitation runs out; null in the waiting list. */
  public Instant untilAt;

  public Instant endedAt;

  @Override
  public long aggregateId() {
    return wishId;
  }

  @Override
  public String key() {
    return Claim.key(wishId, claimantType, claimantId);
  }

  /** Returns the claimant that is invited or waits. */
  public Claims.Holder holder() {
    return new Claims.Holder(claimantType, claimantId);
  }

  /** Adds the new invitation to the counts of its wish, which must be locked. */
  public void begin(Wish wish) {
    wish.liveInvitations++;
    wish.placesHeld += reserved ? 1 : 0;
    setLive(true);
  }

  /** Ends the invitation; its wish must be locked. */
  public void end(Wish wish, InvitationState to, Instant at) {
    wish.liveInvitations--;
    wish.placesHeld -= reserved ? 1 : 0;
    state = to;
    endedAt = at;
    setLive(false);
  }

  /** Whether a place of the wish is kept free for the claimant now. */
  public boolean keepsPlace() {
    return state == InvitationState.INVITED && reserved;
  }
}
