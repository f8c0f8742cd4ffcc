package org.microwish.wechat;

import java.util.Optional;

/**
 * A WeChat user who logs in. The session key that comes with it is dropped at once: nothing here
 * decrypts anything with it.
 *
 * @param openid the user in this mini-program; up to 64 characters of {@code A-Za-z0-9_-}
 * @param unionid the user across the programs of one open-platform account, where there is one
 */
public record WeChatUser(String openid, Optional<String> unionid) {

  /** Hides the ids from logs. */
  @Override
  public String toString() {
    return "WeChatUser";
  }
}
