package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import org.microwish.platform.Id;
import org.microwish.platform.Transactions;
import org.microwish.wechat.WeChatConfig;
import org.microwish.wish.Authors;

/** Those who log in through WeChat, where WeChat is configured, can have their words looked at. */
@ApplicationScoped
class WeChatAuthors implements Authors {

  private final WeChatConfig config;
  private final WeChatAccounts accounts;
  private final Transactions transactions;
  private final EntityManager entities;

  WeChatAuthors(
      WeChatConfig config,
      WeChatAccounts accounts,
      Transactions transactions,
      EntityManager entities) {
    this.config = config;
    this.accounts = accounts;
    this.transactions = transactions;
    this.entities = entities;
  }

  @Override
  public boolean isKnown(String account) {
    return config.appId().isPresent()
        && Id.parse(account)
            .filter(
                id ->
                    !entities
                        .createNativeQuery("SELECT 1 FROM wechat_login WHERE account_id = ?1")
                        .setParameter(1, id.value())
                        .getResultList()
                        .isEmpty())
            .isPresent();
  }

  @Override
  public Optional<String> openid(String account) {
    return transactions.call(() -> accounts.openid(account));
  }
}
