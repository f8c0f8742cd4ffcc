package org.microwish.suites.model;

/**
 * A movement of money between accounts.
 *
 * @param claim the claim's id, or {@code public}
 * @param from the source account: FUNDING, COMMITTED, SPENT or RETURNED
 */
record Move(String claim, String from, String to, String form, long fen) {

  static final String PUBLIC = "public";

  /** Returns all fields except the amount; moves of one kind in one entry are added up. */
  String kind() {
    return claim + " " + from + " to " + to + " " + form;
  }
}
