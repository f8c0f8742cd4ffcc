package org.microwish.platform.net;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** Configures which of the URLs that clients supply may be called by this service. */
@ConfigMapping(prefix = "microwish.outgoing")
public interface OutgoingConfig {

  /** Ports that the service may call. */
  @WithDefault("443")
  Set<Integer> ports();

  /** True if the service may call only https URLs; false if it may call http URLs too. */
  @WithDefault("true")
  boolean httpsOnly();

  /**
   * Networks that the service may call although they are not public, such as a partner's network
   * behind a tunnel.
   */
  Optional<Set<String>> allowedNetworks();
}
