package org.microwish.platform;

import java.util.Optional;

/**
 * Derived data by which rows are searched or sorted, such as the words of a text. Each change of a
 * row updates its derived data. The command {@code index-search} creates the data of rows that an
 * earlier release wrote, before the index existed.
 */
public interface SearchIndex {

  /** Returns the index's name on the command line. */
  String name();

  /**
   * Creates the derived data of the next rows, in the running transaction. May be called again for
   * the same rows.
   *
   * @param after the key of the last row that is already done
   * @return the key of the last row that this call processed; empty if no row was left
   */
  Optional<Long> fill(long after, int limit);
}
