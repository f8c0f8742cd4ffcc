package org.microwish.platform.sql;

/** An aggregate's entity, whose version increases by one with each change. */
public interface Versioned {

  /** The version of the row as it was read. */
  long version();
}
