package org.microwish.lifecycle.moderation;

import java.util.Optional;

/** Finds the WeChat users of the accounts that write texts or upload images. */
public interface Authors {

  /**
   * Returns true if the account belongs to a WeChat user, so that WeChat can check its texts and
   * images.
   */
  boolean isKnown(String account);

  /** Returns the openid of the account's WeChat user; empty if the account has none any more. */
  Optional<String> openid(String account);
}
