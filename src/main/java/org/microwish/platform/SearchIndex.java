package org.microwish.platform;

import java.util.Optional;

/**
 * Derived data by which rows are found or sorted, which the program keeps right and {@code
 * index-search} fills for rows from before a release.
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
