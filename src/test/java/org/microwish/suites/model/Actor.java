package org.microwish.suites.model;

import org.microwish.caller.Role;

/**
 * A caller who sends commands.
 *
 * @param id the member's id, or for a steward the organisation's; otherwise null
 * @param community the registered community; null where it does not matter
 * @param token its access token
 */
record Actor(String account, Role role, String id, String community, String token) {

  /** The actor of the sweeper's commands. */
  static final Actor SWEEPER = new Actor("sweeper", Role.SYSTEM, null, null, null);

  /** Returns the actor as a claimant: type and id. */
  String claimant() {
    return (role == Role.STEWARD ? "ORGANISATION:" : "MEMBER:") + id;
  }

  @Override
  public String toString() {
    return account;
  }
}
