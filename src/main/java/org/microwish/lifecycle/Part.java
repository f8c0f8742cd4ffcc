package org.microwish.lifecycle;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/**
 * What somebody holds of an aggregate, such as a claim or a membership. The aggregate's row lock
 * and version cover it.
 */
@MappedSuperclass
public abstract class Part {

  @Id public long id;

  /** The {@link #key} while it is live, else null; unique, so nobody holds two live ones. */
  public String liveKey;

  /** The aggregate that it is part of. */
  public abstract long aggregateId();

  /** Names the aggregate and who holds the part. */
  public abstract String key();

  /** Sets whether it counts as held. */
  public void setLive(boolean live) {
    liveKey = live ? key() : null;
  }
}
