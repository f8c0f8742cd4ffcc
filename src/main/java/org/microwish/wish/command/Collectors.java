package org.microwish.wish.command;

import java.util.Optional;

/**
 * Knows the accounts of collectors. {@code login} implements this; {@code wish} does not know it.
 */
public interface Collectors {

  /**
   * Returns the path of the division whose wishes the account can look after; an empty path if it
   * is not known, and so can be any. Empty if it is no collector's account.
   */
  Optional<String> divisionOf(String account);

  /** Whether the account can look after wishes of the division with that path. */
  default boolean serves(String account, String divisionPath) {
    return divisionOf(account).filter(divisionPath::startsWith).isPresent();
  }
}
