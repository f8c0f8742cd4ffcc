package org.microwish.wish.lifecycle;

/** Who accepts a public project that no resident asked for (验收). */
public enum AcceptedBy {
  /** The neighbourhood committee (居委会); whoever signs for it is named. */
  COMMITTEE(1),
  /** Representatives of the residents (居民代表). */
  REPRESENTATIVES(3);

  private final int signatures;

  AcceptedBy(int signatures) {
    this.signatures = signatures;
  }

  /** Returns how many people must at least have signed. */
  public int signatures() {
    return signatures;
  }
}
