package org.microwish.wish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.ledger.EventTime;
import org.microwish.lifecycle.command.CommandContext;
import org.microwish.wish.lifecycle.WishRole;

/**
 * The data that a command on a wish has read under the wish's lock, and the changes to be written.
 */
public final class WishContext extends CommandContext<Wish, WishRole> {
  public final Wish wish;

  /** The claim that the command names, or null. */
  public final Claim claim;

  /** The claims that the decision may change. */
  final List<Claim> claims;

  /**
   * The participants of the claim after the command by member id, including a claiming member; null
   * if the command does not change them. The value is the organisation id to store for a member who
   * is added; it is ignored for members who already take part.
   */
  public Map<Long, Long> participants;

  /** The wish's invitations that have run out; this command ends them in its ledger entry. */
  public final List<Invitation> runOut = new ArrayList<>();

  /**
   * The number of places held for others, if the command sets it; null for all places that
   * invitations hold.
   */
  public Integer held;

  /** Why this command ends claims; null when it ends none. */
  public EndReason endReason;

  public WishContext(
      Caller caller,
      Wish wish,
      Claim claim,
      List<Claim> claims,
      Set<WishRole> roles,
      long entryId,
      EventTime when) {
    super(caller, wish, roles, entryId, when);
    this.wish = wish;
    this.claim = claim;
    this.claims = claims;
  }

  @Override
  public Long partId() {
    return claim == null ? null : claim.id;
  }

  @Override
  public Long organisationId() {
    return claim == null ? super.organisationId() : Long.valueOf(claim.organisationId);
  }

  /**
   * Returns the number of places held for others; places of invitations that ran out do not count.
   */
  int held() {
    return held == null
        ? wish.placesHeld - (int) runOut.stream().filter(one -> one.reserved).count()
        : held;
  }

  /** Returns the claims that the decision may change, by id. */
  Map<Long, Claim> claimsById() {
    Map<Long, Claim> byId = new HashMap<>();
    claims.forEach(each -> byId.put(each.id, each));
    return byId;
  }
}
