package org.microwish.wish;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.microwish.caller.Caller;
import org.microwish.caller.OnBehalf;
import org.microwish.caller.Role;
import org.microwish.party.Member;
import org.microwish.party.Members;
import org.microwish.party.Organisations;
import org.microwish.problem.FieldFault;
import org.microwish.problem.ProblemException;
import org.microwish.wish.lifecycle.ClaimantType;
import org.microwish.wish.lifecycle.WishRole;
import org.microwish.wish.lifecycle.WishState;
import org.microwish.wish.lifecycle.WishTransition;

/** Decides a caller's roles on a wish and a claim, and who may see a wish. */
@ApplicationScoped
public class WishAccess {

  /** The roles of those who claim, or take part in a claim. */
  private static final Set<WishRole> CLAIMING =
      Set.of(WishRole.CANDIDATE, WishRole.CLAIMANT, WishRole.PARTICIPANT);

  private final Claims claims;
  private final Members members;
  private final Organisations organisations;

  WishAccess(Claims claims, Members members, Organisations organisations) {
    this.claims = claims;
    this.members = members;
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
          if (caller.onBehalfOf() != null) {
            roles.addAll(rolesOf(caller.onBehalfOf(), wish, claim));
          }
        } else if (claim != null && caller.covers(divisionOf(claim))) {
          roles.add(WishRole.STEWARD);
        }
      }
      case MEMBER, STEWARD -> {
        // One account can be both resident and member; such a member must not claim their own wish.
        if (!caller.account().equals(wish.resident)) {
          roles.add(WishRole.CANDIDATE);
        }
        if (isAuthor(caller, wish)) {
          roles.add(WishRole.AUTHOR);
        }
        if (claim != null) {
          if (holds(caller, claim)) {
            roles.add(WishRole.CLAIMANT);
          }
          if (isOfOwnOrganisation(caller, claim)) {
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
   * Returns the roles of the party for whom an operator of the wish's division records an event
   * late.
   */
  private Set<WishRole> rolesOf(OnBehalf whom, Wish wish, Claim claim) {
    EnumSet<WishRole> roles = EnumSet.noneOf(WishRole.class);
    boolean held = claim != null && whom.id() != null && whom.id() == claim.claimantId;
    switch (whom.type()) {
      case RESIDENT -> roles.add(WishRole.RESIDENT);
      case ORGANISATION -> {
        roles.add(WishRole.CANDIDATE);
        if (held && claim.claimantType == ClaimantType.ORGANISATION) {
          roles.add(WishRole.CLAIMANT);
        }
      }
      case MEMBER -> {
        String account = members.find(whom.id()).map((Member found) -> found.account).orElse(null);
        if (account == null || !account.equals(wish.resident)) {
          roles.add(WishRole.CANDIDATE);
        }
        if (held && claim.claimantType == ClaimantType.MEMBER) {
          roles.add(WishRole.CLAIMANT);
        }
        if (claim != null && claims.isParticipant(claim.id, whom.id())) {
          roles.add(WishRole.PARTICIPANT);
        }
      }
    }
    return roles;
  }

  /**
   * Checks the {@code onBehalfOf} of an operator's request: if present, the command must be
   * permitted to the party that it names; if missing, the operator must be permitted to run the
   * command in the operator's own name. Does nothing for other callers.
   *
   * @param roles the caller's roles on the wish and the claim
   * @param given the time of the event as stated in the request, or null; required together with
   *     {@code onBehalfOf}
   * @throws ProblemException VALIDATION_FAILED at {@code /onBehalfOf} or {@code /occurredAt}
   */
  public static void requireParty(
      Caller caller, WishTransition transition, Set<WishRole> roles, Instant given) {
    if (!roles.contains(WishRole.OPERATOR)) {
      return;
    }
    if (caller.onBehalfOf() == null) {
      if (!transition.permits(roles) && transition.permits(CLAIMING)) {
        throw ProblemException.invalid("/onBehalfOf", FieldFault.REQUIRED);
      }
      return;
    }
    EnumSet<WishRole> partys = EnumSet.copyOf(roles);
    partys.remove(WishRole.OPERATOR);
    if (!transition.isRecordedForOthers() || !transition.permits(partys)) {
      throw ProblemException.invalid("/onBehalfOf", FieldFault.NOT_ALLOWED);
    }
    if (given == null) {
      throw ProblemException.invalid("/occurredAt", FieldFault.REQUIRED);
    }
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
   * collectors, operators and auditors of its division, the member that recorded it, until its
   * review is decided, and the system itself.
   */
  public boolean seesPrivately(Caller caller, Wish wish) {
    return switch (caller.role()) {
      case RESIDENT -> owns(caller, wish);
      case PARTNER -> caller.account().equals(wish.partner);
      case COLLECTOR, OPERATOR, AUDITOR -> caller.covers(wish.divisionPath);
      case SYSTEM -> true;
      case MEMBER ->
          // Only until the review is decided; afterwards the member sees what the public sees.
          isAuthor(caller, wish)
              && (wish.state == WishState.DRAFT
                  || wish.state == WishState.SUBMITTED
                  || wish.state == WishState.RETURNED);
      case STEWARD, ADMINISTRATOR -> false;
    };
  }

  /** Returns whether the caller is the member that recorded the wish for a resident. */
  private static boolean isAuthor(Caller caller, Wish wish) {
    return caller.role() == Role.MEMBER
        && caller.memberId() != null
        && caller.memberId().equals(wish.authorMemberId);
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

  private static boolean isOfOwnOrganisation(Caller caller, Claim claim) {
    return caller.role() == Role.STEWARD
        && Long.valueOf(claim.organisationId).equals(caller.organisationId());
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
   * as claimant or participant, also a former one, as the account that made the claim, or by acting
   * for the claim's organisation. The caller's current role does not matter.
   */
  public boolean isConflicted(Caller caller, Iterable<Claim> active) {
    for (Claim claim : active) {
      boolean member =
          caller.memberId() != null
              && (claims.isParticipant(claim.id, caller.memberId())
                  || (claim.claimantType == ClaimantType.MEMBER
                      && claim.claimantId == caller.memberId())
                  || claims.formerParticipants(List.of(claim.id)).stream()
                      .anyMatch(one -> one.key.memberId() == caller.memberId()));
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
        // Does not compare createdBy: a collector may have created the wish, with an account that
        // is also a resident's.
        && caller.account().equals(wish.resident);
  }
}
