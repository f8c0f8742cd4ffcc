package org.microwish.ledger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.Pump;
import org.microwish.platform.Pump.Pause;

/**
 * The configured witnesses. Asks each witness with a configured address to cosign the newest
 * checkpoint (C2SP tlog-witness, {@code add-checkpoint}), and repeats this until the witness has
 * cosigned. Also holds the keys whose cosignatures this service accepts. Each witness is asked in a
 * thread of its own, so that a witness that is slow or down delays no other.
 */
@ApplicationScoped
class Witnesses {

  private static final Logger LOG = Logger.getLogger(Witnesses.class);

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /**
   * Maximum pause before an instance looks for an uncosigned checkpoint that another instance
   * published.
   */
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);

  /**
   * The pause after the first failure of a witness; each further consecutive failure doubles the
   * pause.
   */
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  /**
   * Maximum pause after a failure, so that a witness that is reachable again is asked within a
   * minute.
   */
  private static final Duration TRY_AT_LEAST_EVERY = Duration.ofMinutes(1);

  /**
   * Priority of the observer that stops the threads. It runs before all other shutdown observers,
   * so that no other component waits for a witness that does not answer.
   */
  private static final int FIRST = 1;

  private static final int OK = 200;
  private static final int CONFLICT = 409;

  /** Maximum size of a witness's response in bytes; a cosignature takes a few hundred bytes. */
  private static final int LONGEST_ANSWER = 16_384;

  /**
   * What a witness answered.
   *
   * @param cosigned whether the response contains a valid cosignature of the submitted checkpoint
   * @param itsSize the size of the last tree that the witness cosigned
   */
  private record Outcome(boolean cosigned, long itsSize) {}

  private final LedgerConfig config;
  private final Checkpoints checkpoints;
  private final StoredTiles tiles;
  private final List<Witness> asked = new ArrayList<>();
  private final List<NoteKey> keys = new ArrayList<>();
  private volatile boolean stopping;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();

  Witnesses(LedgerConfig config, Checkpoints checkpoints, StoredTiles tiles) {
    this.config = config;
    this.checkpoints = checkpoints;
    this.tiles = tiles;
    config
        .witnesses()
        .forEach(
            (name, witness) -> {
              NoteKey key = key(name, witness.key());
              keys.add(key);
              witness
                  .url()
                  .ifPresent(url -> asked.add(new Witness(key, address(url), witness.timeout())));
            });
  }

  private NoteKey key(String name, String text) {
    String property = "microwish.ledger.witnesses." + name + ".key: ";
    NoteKey key;
    try {
      key = NoteKey.parse(text);
    } catch (IllegalArgumentException illFormed) {
      throw new IllegalArgumentException(property + illFormed.getMessage(), illFormed);
    }
    if (key.type() != NoteKey.Type.COSIGNATURE) {
      throw new IllegalArgumentException(property + "not a key for cosignatures (type 4)");
    }
    if (key.name().equals(config.origin())) {
      throw new IllegalArgumentException(property + "a witness cannot have the log's name");
    }
    return key;
  }

  private static URI address(String url) {
    return URI.create(url.replaceFirst("/+$", "") + "/add-checkpoint");
  }

  /** Returns the keys of all configured witnesses; only cosignatures by these keys are accepted. */
  List<NoteKey> keys() {
    return keys;
  }

  /**
   * Returns true if this instance asks the witness with this key; false if the witness submits its
   * cosignatures by itself.
   */
  boolean isAsked(NoteKey key) {
    return asked.stream().anyMatch(witness -> witness.key.equals(key));
  }

  void start(@Observes StartupEvent event) {
    if (config.checkpoint().enabled()) {
      start();
    }
  }

  /** Starts the threads that ask the witnesses. */
  void start() {
    asked.forEach(witness -> witness.pump.start());
  }

  /**
   * Wakes the threads, because a new checkpoint was published. The pause after a failure is not
   * shortened.
   */
  void published(@Observes CheckpointPublisher.NewCheckpoint event) {
    asked.forEach(witness -> witness.pump.wake());
  }

  void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
    stop();
  }

  /**
   * Cancels all requests, including those that a witness has not answered yet, and then stops the
   * threads.
   */
  void stop() throws InterruptedException {
    stopping = true;
    client.shutdownNow();
    for (Witness witness : asked) {
      witness.pump.stop();
    }
  }

  /**
   * Asks all witnesses at once to cosign a published checkpoint. Returns true as soon as a witness
   * that already knows this log has cosigned: this witness has checked that the checkpoint extends
   * the last tree that it cosigned. The cosignature of a witness that does not know the log proves
   * nothing. Returns false if no witness confirms the checkpoint.
   */
  boolean agree(Published published) {
    if (published.head().size() == 0 || asked.isEmpty()) {
      return false;
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAny(
          asked.stream()
              .map(witness -> (Callable<Boolean>) () -> witness.agrees(published))
              .toList());
    } catch (ExecutionException none) {
      LOG.warnf("No witness confirms the log: %s", none.getCause());
      return false;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A witness with an address, which this instance asks for cosignatures. */
  private final class Witness {
    private final NoteKey key;
    private final URI addCheckpoint;
    private final Duration timeout;
    private final Pump pump;

    /**
     * The size of the last tree that this witness cosigned, as far as this instance knows; 0 as
     * long as this instance knows none.
     */
    private volatile long size;

    /** The number of consecutive failures. Only the thread of {@link #pump} uses this field. */
    private int failures;

    Witness(NoteKey key, URI addCheckpoint, Duration timeout) {
      this.key = key;
      this.addCheckpoint = addCheckpoint;
      this.timeout = timeout;
      this.pump = new Pump("ledger-witness-" + key.name(), this::round);
    }

    /**
     * Asks this witness to cosign the newest checkpoint, unless it has done so. If other witnesses
     * have already cosigned an earlier checkpoint, asks for that one first, so that auditors find
     * checkpoints with the cosignatures of all. Returns the pause before the next round.
     */
    private Pause round() {
      Optional<Published> newest = checkpoints.latest(config.origin());
      if (newest.isEmpty() || isCosigned(newest.get())) {
        failures = 0;
        return Pause.atMost(LOOK_AT_LEAST_EVERY);
      }
      // After a failure only the newest: the witness may have cosigned later checkpoints than this
      // service knows, and then refuses earlier ones.
      Published next =
          failures > 0
              ? newest.get()
              : checkpoints.nextFor(config.origin(), key).orElse(newest.get());
      try {
        submit(next);
      } catch (IOException | RuntimeException failed) {
        if (stopping) {
          return Pause.exactly(TRY_AGAIN);
        }
        // New checkpoints do not shorten this pause; otherwise each would cause another request.
        Pause pause = Pause.exactly(backOff(failures));
        failures++;
        LOG.warnf(
            "Witness %s did not cosign the checkpoint of size %d; the next try is in %d s: %s",
            key.name(), next.head().size(), pause.atMost().toSeconds(), failed);
        return pause;
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return Pause.exactly(TRY_AGAIN);
      }
      failures = 0;
      return next.seq() < newest.get().seq() ? Pause.NONE : Pause.atMost(LOOK_AT_LEAST_EVERY);
    }

    private boolean isCosigned(Published published) {
      return checkpoints.cosignatures(published.seq()).stream().anyMatch(line -> line.isOf(key));
    }

    private void submit(Published published) throws IOException, InterruptedException {
      long known = Math.min(size, published.head().size());
      Outcome outcome = post(published, known);
      if (!outcome.cosigned()
          && outcome.itsSize() != known
          && outcome.itsSize() <= published.head().size()) {
        outcome = post(published, outcome.itsSize());
      }
      if (!outcome.cosigned()) {
        throw new IOException(
            "it refuses; the last tree that it cosigned has " + outcome.itsSize());
      }
    }

    /**
     * Checks that the witness knows this log and cosigns the checkpoint; always returns true.
     *
     * @throws IOException if the witness does not know the log, refuses or does not answer
     */
    private boolean agrees(Published published) throws IOException, InterruptedException {
      long head = published.head().size();
      // With an old size equal to the checkpoint's size, a witness cosigns only a tree that it has
      // cosigned before.
      Outcome first = post(published, head);
      if (first.cosigned()
          || (first.itsSize() > 0
              && first.itsSize() < head
              && post(published, first.itsSize()).cosigned())) {
        return true;
      }
      throw new IOException("witness " + key.name() + " does not know this tree");
    }

    private Outcome post(Published published, long old) throws IOException, InterruptedException {
      StringBuilder body = new StringBuilder("old ").append(old).append('\n');
      for (byte[] hash : Proofs.consistency(new TileNodes(tiles), old, published.head().size())) {
        body.append(Hash.of(hash).base64()).append('\n');
      }
      body.append('\n').append(published.note());
      HttpResponse<String> response = exchange(body.toString());
      return switch (response.statusCode()) {
        case OK -> {
          boolean cosigned = keep(published, response.body());
          if (cosigned) {
            size = published.head().size();
          }
          yield new Outcome(cosigned, published.head().size());
        }
        case CONFLICT -> {
          long its = size(response.body());
          size = its;
          yield new Outcome(false, its);
        }
        default -> throw new IOException("status " + response.statusCode());
      };
    }

    /**
     * Sends a request to the witness. The time limit covers everything up to the last byte of the
     * response.
     */
    private HttpResponse<String> exchange(String body) throws IOException, InterruptedException {
      CompletableFuture<HttpResponse<String>> response =
          client.sendAsync(
              HttpRequest.newBuilder(addCheckpoint)
                  .header("Content-Type", "text/plain; charset=utf-8")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_ANSWER));
      try {
        return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        throw new IOException("no complete response within " + timeout);
      } catch (ExecutionException failed) {
        throw new IOException(failed.getCause());
      } finally {
        response.cancel(true);
      }
    }

    private static long size(String answer) throws IOException {
      String digits = answer.strip();
      if (!digits.matches("0|[1-9][0-9]{0,17}")) {
        throw new IOException("status 409 without a tree size");
      }
      return Long.parseLong(digits);
    }

    private boolean keep(Published published, String answer) {
      String text = SignedNote.parse(published.note()).text();
      for (String line : answer.lines().toList()) {
        SignedNote.Line cosignature = SignedNote.Line.parse(line);
        if (checkpoints.isCosignature(cosignature, key, text)) {
          checkpoints.cosign(published.seq(), cosignature);
          return true;
        }
      }
      return false;
    }
  }

  private static Duration backOff(int failures) {
    Duration doubled = TRY_AGAIN.multipliedBy(1L << Math.min(failures, 10));
    return doubled.compareTo(TRY_AT_LEAST_EVERY) < 0 ? doubled : TRY_AT_LEAST_EVERY;
  }
}
