package org.microwish.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this instance takes part in the ledger. */
@ConfigMapping(prefix = "microwish.ledger")
public interface LedgerConfig {

  /** Giving entries their leaf indexes. */
  Sequencing sequencer();

  /** Giving entries their leaf indexes. */
  interface Sequencing {

    /** Whether this instance does it; one of all must. */
    @WithDefault("true")
    boolean enabled();

    /** Entries of a batch while there is little to do; a full queue makes batches grow. */
    @WithDefault("256")
    int smallestBatch();

    /**
     * The largest batch. Its transaction holds the head's row, so it must stay well below a second.
     */
    @WithDefault("4096")
    int largestBatch();

    /**
     * How long to wait after a commit for others that come with it: each batch costs a commit of
     * its own.
     */
    @WithDefault("10ms")
    Duration gather();

    /** How often the lease's holder looks for entries of other instances. */
    @WithDefault("50ms")
    Duration poll();

    /** The age of the oldest queued entry beyond which health says that sequencing is behind. */
    @WithDefault("30s")
    Duration lateAfter();
  }
}
