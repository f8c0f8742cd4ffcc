package org.microwish.platform.sql;

/** The entity of an aggregate, with a version that increases by one with each change. */
public interface Versioned {

  /** Returns the version that the row had when the entity was read. */
  long version();
}
