package org.microwish.suites.model;

import java.util.Set;

/** One invitation in the model, or a place in the waiting list. */
final class ModelInvitation {
  final String id;
  final String claimant;

  /** True if it holds a place, or waits for one. */
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

  /** Whether a place is kept free for the claimant now. */
  boolean keepsPlace() {
    return reserved && state.equals("INVITED");
  }
}
