package org.microwish.login.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Lifetime of tokens. */
@ConfigMapping(prefix = "microwish.token.life")
public interface TokenLifeConfig {

  /** Lifetime of an access token; at most {@link org.microwish.caller.Revocations#LONGEST_LIFE}. */
  @WithDefault("30M")
  Duration access();
}
