package org.microwish.verify;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.microwish.wish.lifecycle.WishRole;

/**
 * The party whose offline act an operator recorded late.
 *
 * @param type MEMBER, ORGANISATION or RESIDENT
 * @param id the pseudonym of the member or the id of the organisation; null for the resident
 */
record LateRecord(Type type, String id) {

  enum Type {
    MEMBER,
    ORGANISATION,
    RESIDENT
  }

  /** Reads the fact {@code onBehalfOf}. */
  static LateRecord of(Map<String, Object> said) {
    Type type = Type.valueOf(Facts.required(said, "type"));
    String id = (String) said.get("id");
    if ((id == null) != (type == Type.RESIDENT)) {
      throw new IllegalArgumentException("onBehalfOf " + said);
    }
    return new LateRecord(type, id);
  }

  boolean holds(ClaimReplay claim) {
    return type.name().equals(claim.type.name()) && claim.claimant.equals(id);
  }

  /** Returns the roles of this party on a wish and, unless it is null, on a claim. */
  Set<WishRole> roles(ClaimReplay claim) {
    if (type == Type.RESIDENT) {
      return EnumSet.of(WishRole.RESIDENT);
    }
    EnumSet<WishRole> roles = EnumSet.of(WishRole.CANDIDATE);
    if (claim != null && holds(claim)) {
      roles.add(WishRole.CLAIMANT);
    }
    if (claim != null && type == Type.MEMBER && claim.participants.contains(id)) {
      roles.add(WishRole.PARTICIPANT);
    }
    return roles;
  }
}
