package org.microwish.wechat;

import java.util.Optional;

/**
 * A WeChat user who logs in. WeChat's session key is discarded at once, because nothing here
 * decrypts data with it.
 *
 * @param openid the user's id in this mini-program; up to 64 characters of {@code A-Za-z0-9_-}
 * @param unionid the user's id across the programs of one open-platform account, if any
 */
public record WeChatUser(String openid, Optional<String> unionid) {

  /** Hides the ids from logs. */
  @Override
  public String toString() {
    return "WeChatUser";
  }
}
