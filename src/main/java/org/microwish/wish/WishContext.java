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
   * The organisation id of each new participant of the claim, by member id, including a claiming
   * member; null when unchanged.
   */
  public Map<Long, Long> participants;

  /** The invitations that have run out, which the entry of this command ends. */
  public final List<Invitation> runOut = new ArrayList<>();

  /** The number of places held for others; null for all that invitations hold. */
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

  /** Returns the number of places held for others, without those of invitations that ran out. */
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
