package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.microwish.lifecycle.moderation.Authors;
import org.microwish.platform.sql.Transactions;
import org.microwish.wechat.WeChatConfig;

/**
 * Supplies the openids with which WeChat checks texts: of accounts that log in with WeChat, if
 * WeChat is configured.
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
