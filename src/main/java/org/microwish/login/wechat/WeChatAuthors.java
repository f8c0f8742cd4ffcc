package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.microwish.lifecycle.moderation.Authors;
import org.microwish.platform.sql.Transactions;
import org.microwish.wechat.WeChatConfig;

/**
 * Finds the openids of people who wrote texts or uploaded images; WeChat needs an openid to check
 * them. A person is known only if WeChat is configured and the person's account logs in with
 * WeChat.
 */
@ApplicationScoped
class WeChatAuthors implements Authors {

  private final WeChatConfig config;
  private final WeChatAccounts accounts;
  private final Transactions transactions;

  WeChatAuthors(WeChatConfig config, WeChatAccounts accounts, Transactions transactions) {
    this.config = config;
    this.accounts = accounts;
    this.transactions = transactions;
  }

  @Override
  public boolean isKnown(String account) {
    return config.appId().isPresent() && accounts.isKnown(account);
  }

  @Override
  public Optional<String> openid(String account) {
    return transactions.call(() -> accounts.openid(account));
  }
}
