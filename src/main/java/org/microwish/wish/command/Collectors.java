package org.microwish.wish.command;

/**
 * Knows the accounts of collectors. {@code login} implements this; {@code wish} does not know it.
 */
public interface Collectors {

  /** Whether the account can look after wishes of the division with that path. */
  boolean serves(String account, String divisionPath);
}
