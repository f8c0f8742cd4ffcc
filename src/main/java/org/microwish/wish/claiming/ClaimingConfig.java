package org.microwish.wish.claiming;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Configures the batching of claims. */
@ConfigMapping(prefix = "microwish.claiming")
public interface ClaimingConfig {

  /** Maximum number of claims in one transaction; a rollback delays all of them. */
  @WithDefault("128")
  int batch();

  /**
   * Maximum number of waiting requests. While this many wait, further claims are refused with BUSY
   * at once: for a client, a retry after one second is better than a wait of ten seconds. The
   * default is about four full batches; with a larger number, requests would wait so long that
   * garbage collections copy their objects repeatedly.
   */
  @WithDefault("500")
  int waiting();

  /**
   * Number of threads that write single claims; a claim that waits for a lock blocks only one of
   * them.
   */
  @WithDefault("4")
  int singles();
}
