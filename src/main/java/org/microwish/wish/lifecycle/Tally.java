package org.microwish.wish.lifecycle;

/**
 * Counts of a wish's claims; the wish's state can be derived from them without reading the claims.
 *
 * @param placesTaken places held by ACTIVE or COMPLETED claims
 * @param pending PENDING claims
 * @param active ACTIVE claims
 * @param started ACTIVE claims that have started, including delivered ones
 * @param delivered ACTIVE claims that are delivered
 */
public record Tally(int placesTaken, int pending, int active, int started, int delivered) {

  /** No claims. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

  Tally withPending(int change) {
    return new Tally(placesTaken, pending + change, active, started, delivered);
  }

  Tally activated() {
    return new Tally(placesTaken + 1, pending, active + 1, started, delivered);
  }

  Tally ended(ClaimSnapshot claim) {
    return new Tally(
        placesTaken - 1,
        pending,
        active - 1,
        started - (claim.started() ? 1 : 0),
        delivered - (claim.delivered() ? 1 : 0));
  }

  Tally begun() {
    return new Tally(placesTaken, pending, active, started + 1, delivered);
  }

  Tally finished() {
    return new Tally(placesTaken, pending, active, started, delivered + 1);
  }

  Tally redone(int count) {
    return new Tally(placesTaken, pending, active, started, delivered - count);
  }

  Tally completed() {
    return new Tally(placesTaken, pending, 0, 0, 0);
  }
}
