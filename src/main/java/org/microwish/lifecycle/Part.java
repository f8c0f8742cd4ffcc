package org.microwish.lifecycle;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/**
 * A part of an aggregate that a person or organisation holds, such as a claim or a membership. A
 * part has no lock and version of its own: the aggregate's row lock and version cover it.
 */
@MappedSuperclass
public abstract class Part {

  @Id public long id;

  /**
   * The {@link #key} while the part is live, else null. The column is unique, so that each holder
   * has at most one live part of an aggregate.
   */
  public String liveKey;

  /** Returns the id of the aggregate that the part belongs to. */
  public abstract long aggregateId();

  /** Returns a key made of the ids of the aggregate and the holder. */
  public abstract String key();

  /** Sets {@link #liveKey} if the part is live, and clears it otherwise. */
  public void setLive(boolean live) {
    liveKey = live ? key() : null;
  }
}
