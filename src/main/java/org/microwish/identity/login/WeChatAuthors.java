package org.microwish.identity.login;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.microwish.wish.Authors;

/** Tells moderation whom it can ask WeChat about. */
@ApplicationScoped
class WeChatAuthors implements Authors {

  private final WeChatAccounts accounts;

  WeChatAuthors(WeChatAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public boolean isKnown(String account) {
    return accounts.isKnown(account);
  }

  @Override
  public Optional<String> openid(String account) {
    return accounts.openid(account);
  }
}
