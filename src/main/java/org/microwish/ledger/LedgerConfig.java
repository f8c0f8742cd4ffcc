package org.microwish.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How this instance takes part in the ledger. */
@ConfigMapping(prefix = "microwish.ledger")
public interface LedgerConfig {

  /**
   * Names the log in its checkpoints and is the name of its keys; best the address it is served at,
   * without scheme: {@code wish.example.org/api/v1/ledger}. Another origin is another log.
   */
  @WithDefault("microwish.local/api/v1/ledger")
  String origin();

  /** Beside the embedded database: where a key is made and the outside copy kept. */
  Optional<Path> embeddedDirectory();

  /** Giving entries their leaf indexes. */
  Sequencing sequencer();

  /** Signing the tree's head. */
  Signing checkpoint();

  /** Those who vouch for checkpoints, by any name. */
  Map<String, Witness> witnesses();

  /** Signing the tree's head. */
  interface Signing {

    /** Whether this instance may sign. */
    @WithDefault("true")
    boolean enabled();

    /** The least time between two checkpoints. */
    @WithDefault("1s")
    Duration interval();

    /**
     * Ed25519 private keys, each PEM text or a file's path. To rotate, add the new one after the
     * old one for a while, then take the old one away.
     */
    Optional<List<String>> signingKeys();

    /** The file that holds the newest checkpoint seen; not on the database's disk. */
    Optional<Path> copy();

    /**
     * A checkpoint that the operator vouches for, {@code <size> <root in base 64>}, for an instance
     * that has none saved.
     */
    Optional<String> trusted();
  }

  /** One who vouches for checkpoints. */
  interface Witness {

    /** Its verifier key, of the cosignature type. */
    String key();

    /** Where it takes checkpoints; without, it brings its cosignatures itself. */
    Optional<String> url();
  }

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
     * How long to wait at least after a commit for others that come with it: each batch costs a
     * commit of its own.
     */
    @WithDefault("10ms")
    Duration gather();

    /** The age of the oldest queued entry beyond which health says that sequencing is behind. */
    @WithDefault("30s")
    Duration lateAfter();
  }
}
