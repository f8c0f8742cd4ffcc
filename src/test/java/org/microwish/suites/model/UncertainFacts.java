package org.microwish.suites.model;

/**
 * Facts outside the wish that affect commands. They are uncertain if they held only during a part
 * of the time between a request and its answer, or were changed directly in the database.
 */
interface UncertainFacts {

  /** Three-valued truth. */
  enum Answer {
    NO,
    PERHAPS,
    YES
  }

  /** No outside facts apply. */
  UncertainFacts NONE =
      new UncertainFacts() {
        @Override
        public boolean mayBeDue(String id) {
          return false;
        }

        @Override
        public Answer isAtCap(Actor actor) {
          return Answer.NO;
        }
      };

  /** Returns whether the dates of the wish or claim may have been moved into the past. */
  boolean mayBeDue(String id);

  /** Returns whether the claimant holds the maximum number of live claims, over all wishes. */
  Answer isAtCap(Actor actor);
}
