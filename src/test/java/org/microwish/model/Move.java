package org.microwish.model;

/**
 * Money that moves.
 *
 * @param claim the claim's id, or {@code public}
 * @param from the account left: FUNDING, COMMITTED, SPENT or RETURNED
 */
record Move(String claim, String from, String to, String form, long fen) {

  static final String PUBLIC = "public";

  /** All but the amount: moves of one kind in one entry stand together. */
  String kind() {
    return claim + " " + from + " to " + to + " " + form;
  }
}
