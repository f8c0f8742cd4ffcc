package org.microwish.lifecycle.moderation;

import java.util.Optional;

/** Whom WeChat knows of those who write here. */
public interface Authors {

  /** Whether WeChat can be asked about what this account has written. */
  boolean isKnown(String account);

  /** The account's openid, or nothing where there is none any more. */
  Optional<String> openid(String account);
}
