package org.microwish.platform.net;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Which URLs supplied by clients this service may call. */
@ConfigMapping(prefix = "microwish.outgoing")
public interface OutgoingConfig {

  /** Ports that may be called. */
  @WithDefault("443")
  Set<Integer> ports();

  /** Whether only https may be called. */
  @WithDefault("true")
  boolean httpsOnly();

  /** Private networks that may be called all the same, such as a partner's behind a tunnel. */
  Optional<Set<String>> allowedNetworks();
}
