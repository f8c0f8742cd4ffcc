package org.microwish.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This instance's configuration of the ledger. */
@ConfigMapping(prefix = "microwish.ledger")
public interface LedgerConfig {

  /**
   * The log's name in its checkpoints, and the name of its keys. Use the address at which the log
   * is served, without scheme: {@code wish.example.org/api/v1/ledger}. A different origin is a
   * different log.
   */
  @WithDefault("microwish.local/api/v1/ledger")
  String origin();

  /**
   * The default directory for a generated signing key and for the file {@link Signing#copy}; set
   * only with the embedded database.
   */
  Optional<Path> embeddedDirectory();

  /** Assignment of leaf indexes. */
  Sequencing sequencer();

  /** Signing of checkpoints, and the checks that precede each signature. */
  Signing checkpoint();

  /** The witnesses that cosign checkpoints, by names that the operator chooses freely. */
  Map<String, Witness> witnesses();

  /** Signing of checkpoints, and the checks that precede each signature. */
  interface Signing {

    /** Whether this instance may sign checkpoints. */
    @WithDefault("true")
    boolean enabled();

    /** Minimum time between two checkpoints. */
    @WithDefault("1s")
    Duration interval();

    /**
     * Ed25519 private keys, each as PEM text or a file path. To rotate, append the new key, keep
     * both for a while, then remove the old key.
     */
    Optional<List<String>> signingKeys();

    /**
     * The file in which this instance saves the newest checkpoint that it has seen. The file must
     * not be on the database's disk.
     */
    Optional<Path> copy();

    /**
     * A checkpoint that the operator confirms, {@code <size> <root in base 64>}. Used only by an
     * instance without a saved checkpoint.
     */
    Optional<String> trusted();
  }

  /** A witness that cosigns checkpoints. */
  interface Witness {

    /** The witness's verifier key, of the cosignature type. */
    String key();

    /**
     * The base URL to which this service submits checkpoints. Without this URL, the witness must
     * post its cosignatures to this service.
     */
    Optional<String> url();

    /** Longest duration of one exchange with the witness, from the request to the last byte. */
    @WithDefault("10s")
    Duration timeout();
  }

  /** Assignment of leaf indexes. */
  interface Sequencing {

    /** Whether this instance sequences entries; at least one instance must. */
    @WithDefault("true")
    boolean enabled();

    /** Entries per batch under low load; batches grow while the queue holds more. */
    @WithDefault("256")
    int smallestBatch();

    /**
     * Maximum entries per batch. A batch's transaction locks the head row, so the batch must take
     * well below a second.
     */
    @WithDefault("4096")
    int largestBatch();

    /**
     * Minimum pause after a batch, unless more entries are queued already. Entries accumulate in
     * this pause, which saves commits: each batch costs one.
     */
    @WithDefault("10ms")
    Duration gather();

    /** Health reports sequencing as down when the oldest queued entry is older than this. */
    @WithDefault("30s")
    Duration lateAfter();
  }
}
