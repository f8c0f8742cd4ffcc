package org.microwish.party;

import java.util.List;

/**
 * Rows that belong to divisions, such as wishes. A division with such rows cannot be closed; if the
 * division is merged into another, its rows move to that division. A package that stores such rows
 * implements this as a CDI bean; {@code party} does not depend on the implementations.
 */
public interface DivisionContents {

  /**
   * A row of a division that has been merged.
   *
   * @param path the path of the division's successor
   */
  record Misplaced(long id, String path) {}

  /** Returns the name of this kind of rows in the problem STILL_IN_USE. */
  String name();

  /** Returns how many rows need the division with exactly this path. */
  long count(String path);

  /** Returns up to {@code limit} rows whose division has been merged. */
  List<Misplaced> misplaced(int limit);

  /** Moves a row to its new division, with a ledger entry, in the caller's transaction. */
  void move(Misplaced row);
}
