package org.microwish.platform;

import java.time.Duration;

/**
 * Records how far a projection is behind the ledger: how many leaves it has not processed yet, and
 * since when there have been unprocessed leaves. Thread-safe.
 */
public final class Lateness {

  private volatile long lag;
  private volatile long levelAt = System.nanoTime();

  /** Records a measurement: the number of leaves that the projection has not processed yet. */
  public void measured(long leaves) {
    lag = leaves;
    if (leaves == 0) {
      levelAt = System.nanoTime();
    }
  }

  /** Returns the number of leaves that were not processed at the last measurement. */
  public long lag() {
    return lag;
  }

  /**
   * Returns zero if all leaves were processed at the last measurement. Otherwise returns the time
   * since all leaves were last processed, or since this object was created if they never were.
   */
  public Duration behind() {
    return lag == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - levelAt);
  }
}
