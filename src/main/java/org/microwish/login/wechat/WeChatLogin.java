package org.microwish.login.wechat;

import jakarta.enterprise.context.ApplicationScoped;
import org.microwish.caller.Role;
import org.microwish.login.session.SessionAnswer;
import org.microwish.login.session.Sessions;
import org.microwish.platform.sql.Transactions;
import org.microwish.wechat.WeChat;
import org.microwish.wechat.WeChatUser;

/** Logs in users of WeChat; the first login creates an account. */
@ApplicationScoped
public class WeChatLogin {

  private final WeChat weChat;
  private final WeChatAccounts weChatAccounts;
  private final Sessions sessions;
  private final Transactions transactions;

  WeChatLogin(
      WeChat weChat, WeChatAccounts weChatAccounts, Sessions sessions, Transactions transactions) {
    this.weChat = weChat;
    this.weChatAccounts = weChatAccounts;
    this.sessions = sessions;
    this.transactions = transactions;
  }

  /**
   * Sends a login code to WeChat and opens a session for the user whom WeChat returns.
   *
   * @param role the role of the session's tokens, or null for the account's default role
   */
  public SessionAnswer login(String code, Role role) {
    WeChatUser user = weChat.login(code).orThrow();
    try {
      return open(user, role);
    } catch (RuntimeException thrown) {
      // Two first logins of the same user ran at once, and the other one has created the account.
      if (Transactions.isDuplicate(thrown)) {
        return open(user, role);
      }
      throw thrown;
    }
  }

  private SessionAnswer open(WeChatUser user, Role role) {
    return transactions.call(
        () ->
            sessions.open(
                weChatAccounts
                    .find(user.openid())
                    .orElseGet(() -> weChatAccounts.record(user.openid())),
                role,
                false));
  }
}
