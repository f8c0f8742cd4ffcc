package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.party.Organisations;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishRole;

/** Decides a caller's roles on a wish and a claim, and who may see a wish. */
@ApplicationScoped
public class WishAccess {

  private final Claims claims;

  private final Organisations organisations;

  WishAccess(Claims claims, Organisations organisations) {
    this.claims = claims;
    this.organisations = organisations;
  }

  /** Returns the caller's roles on the wish and, unless {@code claim} is null, on the claim. */
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
        } else if (claim != null && caller.covers(divisionOf(claim))) {
          roles.add(WishRole.STEWARD);
        }
      }
      case MEMBER, STEWARD -> {
        // One account can be both resident and member; such a member must not claim their own wish.
        if (!caller.account().equals(wish.resident)) {
          roles.add(WishRole.CANDIDATE);
        }
        if (claim != null) {
          if (holds(caller, claim)) {
            roles.add(WishRole.CLAIMANT);
          }
          if (caller.role() == Role.STEWARD
              && Long.valueOf(claim.organisationId).equals(caller.organisationId())) {
            roles.add(WishRole.STEWARD);
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

  private String divisionOf(Claim claim) {
    return organisations.find(claim.organisationId).orElseThrow().divisionPath;
  }

  /**
   * Returns whether the caller may see the wish. If not, the calling code must respond NOT_FOUND.
   */
  public boolean sees(Caller caller, Wish wish) {
    return wish.isPublic()
        || seesPrivately(caller, wish)
        || (caller.is(Role.MEMBER, Role.STEWARD) && takesPart(caller, wish));
  }

  /**
   * Returns whether the caller may see all non-public data: the wish's resident or partner,
   * collectors, operators and auditors of its division, and the system itself.
   */
  public boolean seesPrivately(Caller caller, Wish wish) {
    return switch (caller.role()) {
      case RESIDENT -> owns(caller, wish);
      case PARTNER -> caller.account().equals(wish.partner);
      case COLLECTOR, OPERATOR, AUDITOR -> caller.covers(wish.divisionPath);
      case SYSTEM -> true;
      case MEMBER, STEWARD, ADMINISTRATOR -> false;
    };
  }

  /**
   * Returns whether the caller holds or takes part in any claim on the wish, including ended ones.
   */
  public boolean takesPart(Caller caller, Wish wish) {
    return claims.ofWish(wish.id).stream().anyMatch(claim -> worksOn(caller, claim));
  }

  /** Returns whether the caller holds the claim or takes part in it. */
  public boolean worksOn(Caller caller, Claim claim) {
    return holds(caller, claim)
        || (caller.memberId() != null && claims.isParticipant(claim.id, caller.memberId()));
  }

  /**
   * Returns whether the caller is the claiming member, or a steward of the claiming organisation.
   */
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
   * Returns whether a caller who would confirm for the resident is involved in one of these claims:
   * as claimant or participant, as the account that made the claim, or by acting for the claim's
   * organisation. The caller's current role does not matter.
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
        // Not createdBy: that can be a collector, whose account may also be a resident's.
        && caller.account().equals(wish.resident);
  }
}
