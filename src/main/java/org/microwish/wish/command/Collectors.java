package org.microwish.wish.command;

import java.util.Optional;

/**
 * Looks up accounts of collectors. The package {@code login} implements this, because {@code wish}
 * must not depend on {@code login}.
 */
public interface Collectors {

  /**
   * Returns the path of the division of a collector's account. The path is the empty text, which
   * every division starts with, if an OpenID provider manages the account, because its division is
   * then unknown here. Returns an empty Optional if the account is not an active collector's.
   */
  Optional<String> divisionOf(String account);

  /**
   * Whether the account is a collector's who can be responsible for wishes of the division with
   * that path.
   */
  default boolean serves(String account, String divisionPath) {
    return divisionOf(account).filter(divisionPath::startsWith).isPresent();
  }
}
