package org.microwish.wish.lifecycle;

/** The body that accepts (验收) the work of a project that no resident asked for. */
public enum AcceptedBy {
  /** The neighbourhood committee (居委会). The name of the person who signs for it is recorded. */
  COMMITTEE(1),
  /** Representatives of the residents (居民代表). */
  REPRESENTATIVES(3);

  private final int signatures;

  AcceptedBy(int signatures) {
    this.signatures = signatures;
  }

  /** Returns the minimum number of people who must sign. */
  public int signatures() {
    return signatures;
  }
}
