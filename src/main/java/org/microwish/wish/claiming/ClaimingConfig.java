package org.microwish.wish.claiming;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How claims are taken together. */
@ConfigMapping(prefix = "microwish.claiming")
public interface ClaimingConfig {

  /** The most claims of one transaction: what waits behind a rollback. */
  @WithDefault("128")
  int batch();

  /**
   * Requests that may wait. Beyond it a claim is answered BUSY at once: a phone that is told to
   * come back in a second is better off than one that waits for ten. Four full batches: what waits
   * longer is carried through every collection of the heap meanwhile.
   */
  @WithDefault("500")
  int waiting();

  /** Threads that write claims one by one, so that one that waits for a lock holds up no other. */
  @WithDefault("4")
  int singles();
}
