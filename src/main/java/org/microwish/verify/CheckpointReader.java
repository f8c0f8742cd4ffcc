package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.SignedNote;

/** Reads the checkpoint to verify, which the log signed and enough witnesses cosigned. */
final class CheckpointReader {

  /** How often the checkpoint is read until its tree is large enough. */
  static final int TRIES = 20;

  /** How often checkpoints are read until enough witnesses have cosigned one of them. */
  static final int COSIGNED_TRIES = 30;

  /** Waits before the next try. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration COSIGNED_PAUSE = Duration.ofSeconds(1);

  /** A checkpoint that the log signed, as a note, parsed, and with its checked signatures. */
  record Chosen(SignedNote note, Checkpoint tree, Trust.Signatures signatures) {}

  private final Source source;
  private final Trust trust;
  private final PrintStream out;
  private final Pause pause;

  CheckpointReader(Source source, Trust trust, PrintStream out) {
    this(source, trust, out, Thread::sleep);
  }

  CheckpointReader(Source source, Trust trust, PrintStream out, Pause pause) {
    this.source = source;
    this.trust = trust;
    this.out = out;
    this.pause = pause;
  }

  /**
   * Reads the checkpoint. From a service, the checkpoint is read again until its tree is large
   * enough and enough witnesses have cosigned it, because both can be delayed for a moment; the
   * number of tries is limited. On a log that grows quickly, witnesses never keep up with the
   * newest checkpoint; then this method returns the newest checkpoint that enough witnesses have
   * cosigned.
   *
   * @param minSize the smallest number of leaves that the tree should have
   * @return a checkpoint that may be too small or lack cosignatures, if the service had no other
   * @throws IllegalArgumentException when it is malformed, a signature by a given key is wrong, or
   *     no given key of the log signed it
   * @throws IOException when the source cannot be reached, or has no checkpoint
   */
  Chosen read(long minSize) throws IOException {
    for (int i = 1; ; i++) {
      byte[] file =
          source
              .read("checkpoint")
              .orElseThrow(
                  () ->
                      new IOException(
                          "there is no checkpoint; is this the address or directory of a log?"));
      Chosen newest = check(new String(file, StandardCharsets.UTF_8));
      if (newest.signatures().log().isEmpty()) {
        throw new IllegalArgumentException("no given key of the log signed the checkpoint");
      }
      boolean enough = trust.isEnough(newest.signatures());
      if ((enough && newest.tree().size() >= minSize) || !source.isService()) {
        return newest;
      }
      Optional<Chosen> cosigned = enough ? Optional.empty() : cosigned(newest, minSize);
      // Waits longer for cosignatures than for a tree of the requested size.
      if (cosigned.isPresent() || i >= (enough ? TRIES : COSIGNED_TRIES)) {
        return cosigned.orElse(newest);
      }
      try {
        pause.of(enough ? PAUSE : COSIGNED_PAUSE);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new IOException(ended);
      }
    }
  }

  private Chosen check(String text) {
    SignedNote note = SignedNote.parse(text);
    Checkpoint tree = Checkpoint.parse(note.text());
    return new Chosen(note, tree, trust.check(note, tree.origin(), Instant.now()));
  }

  /** Looks for the newest checkpoint that enough witnesses have cosigned. */
  private Optional<Chosen> cosigned(Chosen newest, long minSize) throws IOException {
    try {
      Optional<byte[]> page = source.newestCheckpoints();
      if (page.isEmpty()) {
        return Optional.empty();
      }
      String json = new String(page.get(), StandardCharsets.UTF_8);
      for (Object item : (List<?>) ((Map<?, ?>) JsonReader.read(json)).get("items")) {
        if (((Map<?, ?>) item).get("note") instanceof String text) {
          Chosen other = check(text);
          if (other.tree().origin().equals(newest.tree().origin())
              && other.tree().size() >= minSize
              && !other.signatures().log().isEmpty()
              && trust.isEnough(other.signatures())) {
            out.printf(
                "The newest checkpoint, of %d leaves: %s yet. Verified is the newest that enough"
                    + " cosigned.%n",
                newest.tree().size(), trust.shortfall(newest.signatures()));
            source.chosen(text.getBytes(StandardCharsets.UTF_8));
            return Optional.of(other);
          }
        }
      }
    } catch (IOException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException unusable) {
      // The list is unusable, but this does not make the newest checkpoint wrong. Its missing
      // cosignatures are reported elsewhere.
      return Optional.empty();
    }
    return Optional.empty();
  }
}
