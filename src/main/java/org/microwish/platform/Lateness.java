package org.microwish.platform;

import java.time.Duration;

/** How many leaves a projection has still to process, and since when. Thread-safe. */
public final class Lateness {

  private volatile long lag;
  private volatile long levelAt = System.nanoTime();

  /** Sets the number of leaves that are not processed yet. */
  public void measured(long leaves) {
    lag = leaves;
    if (leaves == 0) {
      levelAt = System.nanoTime();
    }
  }

  /** The number of leaves that were not processed at the last measurement. */
  public long lag() {
    return lag;
  }

  /** Time since the last measurement without a lag; zero if it had none. */
  public Duration behind() {
    return lag == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - levelAt);
  }
}
