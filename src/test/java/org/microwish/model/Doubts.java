package org.microwish.model;

/**
 * What decides commands and stands outside the wish: what was only so in a part of the time between
 * a request and its answer, or was changed behind the service's back, may be either.
 */
interface Doubts {

  /** Three values of what may be so. */
  enum Answer {
    NO,
    PERHAPS,
    YES
  }

  /** Nothing outside plays a part. */
  Doubts NONE =
      new Doubts() {
        @Override
        public boolean mayBeDue(String id) {
          return false;
        }

        @Override
        public Answer isAtCap(Actor actor) {
          return Answer.NO;
        }
      };

  /** Whether the dates of the wish or claim may have been moved into the past. */
  boolean mayBeDue(String id);

  /** Whether the claimant holds as many live claims, of all wishes, as it may. */
  Answer isAtCap(Actor actor);
}
