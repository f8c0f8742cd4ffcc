package org.microwish.lifecycle;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/**
 * A part of an aggregate that a person or organisation holds, such as a claim or a membership. The
 * aggregate's row lock and version cover it.
 */
@MappedSuperclass
public abstract class Part {

  @Id public long id;

  /**
   * The {@link #key} while the part is live, else null. Unique, so that each holder has at most one
   * live part.
   */
  public String liveKey;

  /** The id of the aggregate that it belongs to. */
  public abstract long aggregateId();

  /** A key made of the aggregate and the holder. */
  public abstract String key();

  /** Sets or clears the live key. */
  public void setLive(boolean live) {
    liveKey = live ? key() : null;
  }
}
