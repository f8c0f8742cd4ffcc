package org.microwish.platform;

import java.util.Optional;

/**
 * Derived data with which rows are searched or sorted. The program updates it with each change of a
 * row; the command {@code index-search} creates it for rows that an earlier release wrote.
 */
public interface SearchIndex {

  /** Returns the index's name on the command line. */
  String name();

  /**
   * Fills the index for the next rows, in the running transaction. May be repeated.
   *
   * @param after the key of the last row that is already done
   * @return the key of the last row that this call did; empty if there was none
   */
  Optional<Long> fill(long after, int limit);
}
