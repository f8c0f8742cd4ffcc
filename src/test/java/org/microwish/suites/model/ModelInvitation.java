package org.microwish.suites.model;

import java.util.Set;

/** One invitation in the model, or a place in the waiting list. */
final class ModelInvitation {
  final String id;
  final String claimant;

  /** True if a place is reserved for the claimant, or will be once it is offered. */
  final boolean reserved;

  String state;

  ModelInvitation(String id, String claimant, boolean reserved, String state) {
    this.id = id;
    this.claimant = claimant;
    this.reserved = reserved;
    this.state = state;
  }

  ModelInvitation copy() {
    return new ModelInvitation(id, claimant, reserved, state);
  }

  boolean isLive() {
    return Set.of("WAITING", "INVITED").contains(state);
  }

  boolean waits() {
    return state.equals("WAITING");
  }

  /** Returns true if a place is reserved for the claimant now. */
  boolean keepsPlace() {
    return reserved && state.equals("INVITED");
  }
}
