package org.microwish.model;

import org.microwish.caller.Role;

/**
 * Somebody who gives commands.
 *
 * @param id the member's or, for a steward, the organisation's id; else null
 * @param community where it is at home; null where that does not matter
 * @param token of its own, for HTTP
 */
record Actor(String account, Role role, String id, String community, String token) {

  /** The deadlines' own. */
  static final Actor SWEEPER = new Actor("sweeper", Role.SYSTEM, null, null, null);

  /** What a claim of it is in the name of: type and id. */
  String claimant() {
    return (role == Role.STEWARD ? "ORGANISATION:" : "MEMBER:") + id;
  }

  @Override
  public String toString() {
    return account;
  }
}
