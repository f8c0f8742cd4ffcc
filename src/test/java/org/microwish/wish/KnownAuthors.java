package org.microwish.wish;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Optional;

/** Accounts of tests that have logged in through WeChat: {@code wx-Alice} has the openid oAlice. */
@Alternative
@Priority(1)
@ApplicationScoped
class KnownAuthors implements Authors {

  private static final String MARK = "wx-";

  @Override
  public boolean isKnown(String account) {
    return account.startsWith(MARK);
  }

  @Override
  public Optional<String> openid(String account) {
    return isKnown(account)
        ? Optional.of("o" + account.substring(MARK.length()))
        : Optional.empty();
  }
}
