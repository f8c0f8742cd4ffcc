package org.microwish.lifecycle.moderation;

import java.util.Optional;

/** Maps the accounts of authors to their WeChat users. */
public interface Authors {

  /** Whether WeChat can check what this account writes. */
  boolean isKnown(String account);

  /** The account's openid, or empty if it no longer has one. */
  Optional<String> openid(String account);
}
