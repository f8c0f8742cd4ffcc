package org.microwish.wish.lifecycle;

/**
 * Counts of a wish's claims, from which the wish's state can be derived without reading the claims.
 *
 * @param placesTaken number of places held by ACTIVE or COMPLETED claims
 * @param pending number of PENDING claims
 * @param active number of ACTIVE claims
 * @param started number of ACTIVE claims whose work has started, including delivered ones
 * @param delivered number of ACTIVE claims that are delivered
 */
public record Tally(int placesTaken, int pending, int active, int started, int delivered) {

  /** The counts of a wish without claims. */
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
