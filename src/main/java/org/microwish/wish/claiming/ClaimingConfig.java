package org.microwish.wish.claiming;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How claims are taken together. */
@ConfigMapping(prefix = "microwish.claiming")
public interface ClaimingConfig {

  /**
   * Threads that decide and write, each with one connection. Two keep the database busy: while one
   * waits for its commit the other decides. More were slower.
   */
  @WithDefault("2")
  int writers();

  /** The most claims of one transaction: what waits behind a rollback. */
  @WithDefault("128")
  int batch();

  /**
   * Requests that may wait. Beyond it a claim is answered BUSY at once: a phone that is told to
   * come back in a second is better off than one that waits for ten. Two full batches for each
   * writer: what waits longer is carried through every collection of the heap meanwhile.
   */
  @WithDefault("500")
  int waiting();

  /** Threads for claims that go alone. */
  @WithDefault("4")
  int singles();
}
