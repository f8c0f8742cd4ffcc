package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishRole;

/** What a caller is to a wish and to a claim: the one place where roles meet ownership. */
@ApplicationScoped
public class WishAccess {

  private final Claims claims;

  WishAccess(Claims claims) {
    this.claims = claims;
  }

  /** What the caller is to the wish, and to the claim where one is named. */
  public Set<WishRole> roles(Caller caller, Wish wish, Claim claim) {
    EnumSet<WishRole> roles = EnumSet.noneOf(WishRole.class);
    switch (caller.role()) {
      case RESIDENT -> {
        if (owns(caller, wish)) {
          roles.add(WishRole.RESIDENT);
        }
      }
      case COLLECTOR -> {
        if (caller.covers(wish.divisionPath)) {
          roles.add(WishRole.COLLECTOR);
        }
      }
      case PARTNER -> {
        if (caller.account().equals(wish.partner)) {
          roles.add(WishRole.PARTNER);
        }
      }
      case OPERATOR -> {
        if (caller.covers(wish.divisionPath)) {
          roles.add(WishRole.OPERATOR);
        }
      }
      case MEMBER, STEWARD -> {
        // One account may be a resident and a member: nobody grants its own wish.
        if (!caller.account().equals(wish.resident)) {
          roles.add(WishRole.CANDIDATE);
        }
        if (claim != null) {
          if (holds(caller, claim)) {
            roles.add(WishRole.CLAIMANT);
          }
          if (caller.memberId() != null && claims.isParticipant(claim.id, caller.memberId())) {
            roles.add(WishRole.PARTICIPANT);
          }
        }
      }
      case SYSTEM -> roles.add(WishRole.SWEEPER);
      case AUDITOR, ADMINISTRATOR -> {}
    }
    return roles;
  }

  /** Whether the caller may see the wish at all; what it may not see is NOT_FOUND to it. */
  public boolean sees(Caller caller, Wish wish) {
    return wish.isPublic()
        || seesPrivately(caller, wish)
        || (caller.is(Role.MEMBER, Role.STEWARD) && takesPart(caller, wish));
  }

  /** Whether the caller is a party to the wish beyond the public: its owner, staff, a collector. */
  public boolean seesPrivately(Caller caller, Wish wish) {
    return switch (caller.role()) {
      case RESIDENT -> owns(caller, wish);
      case PARTNER -> caller.account().equals(wish.partner);
      case COLLECTOR, OPERATOR, AUDITOR -> caller.covers(wish.divisionPath);
      case SYSTEM -> true;
      case MEMBER, STEWARD, ADMINISTRATOR -> false;
    };
  }

  /** Whether the caller holds or takes part in a claim on the wish, ended or not. */
  public boolean takesPart(Caller caller, Wish wish) {
    return claims.ofWish(wish.id).stream().anyMatch(claim -> worksOn(caller, claim));
  }

  /** Whether the caller holds the claim or takes part in it. */
  public boolean worksOn(Caller caller, Claim claim) {
    return holds(caller, claim)
        || (caller.memberId() != null && claims.isParticipant(claim.id, caller.memberId()));
  }

  /** Whether the caller is the claiming member, or a steward of the claiming organisation. */
  public boolean holds(Caller caller, Claim claim) {
    return switch (claim.claimantType) {
      case MEMBER ->
          caller.role() == Role.MEMBER && Long.valueOf(claim.claimantId).equals(caller.memberId());
      case ORGANISATION ->
          caller.role() == Role.STEWARD
              && Long.valueOf(claim.claimantId).equals(caller.organisationId());
    };
  }

  /**
   * Whether somebody who would confirm in the resident's place has a hand in the work: claimant,
   * participant, or steward of a claiming organisation, under whatever role it comes.
   */
  public boolean isConflicted(Caller caller, Iterable<Claim> active) {
    for (Claim claim : active) {
      boolean member =
          caller.memberId() != null
              && (claims.isParticipant(claim.id, caller.memberId())
                  || (claim.claimantType == ClaimantType.MEMBER
                      && claim.claimantId == caller.memberId()));
      boolean organisation =
          caller.organisationId() != null && caller.organisationId() == claim.organisationId;
      if (member || organisation || caller.account().equals(claim.claimedBy)) {
        return true;
      }
    }
    return false;
  }

  private static boolean owns(Caller caller, Wish wish) {
    return caller.role() == Role.RESIDENT
        // Not whoever wrote it down: a collector's account may come as a resident, too.
        && caller.account().equals(wish.resident);
  }
}
