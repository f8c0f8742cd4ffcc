package org.microwish.ledger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TileNodes;

/**
 * The configured witnesses: asks them to cosign new checkpoints (C2SP tlog-witness, {@code
 * add-checkpoint}), and holds the keys whose cosignatures are accepted.
 */
@ApplicationScoped
class Witnesses {

  private static final Logger LOG = Logger.getLogger(Witnesses.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int CONFLICT = 409;

  /** Maximum bytes of a response; a cosignature has a few hundred. */
  private static final int LONGEST_ANSWER = 16_384;

  private record Witness(NoteKey key, URI addCheckpoint) {}

  /** A witness's response, and the size of the tree that it cosigned last. */
  private record Outcome(boolean cosigned, long itsSize) {}

  private final Checkpoints checkpoints;
  private final StoredTiles tiles;
  private final List<Witness> witnesses = new ArrayList<>();
  private final List<NoteKey> keys = new ArrayList<>();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** The tree size that each witness cosigned last, as far as known. */
  private final Map<NoteKey, Long> sizes = new ConcurrentHashMap<>();

  private final ReentrantLock asking = new ReentrantLock();

  Witnesses(LedgerConfig config, Checkpoints checkpoints, StoredTiles tiles) {
    this.checkpoints = checkpoints;
    this.tiles = tiles;
    config
        .witnesses()
        .values()
        .forEach(
            witness -> {
              NoteKey key = NoteKey.parse(witness.key());
              keys.add(key);
              witness
                  .url()
                  .ifPresent(
                      url ->
                          witnesses.add(
                              new Witness(
                                  key,
                                  URI.create(url.replaceFirst("/+$", "") + "/add-checkpoint"))));
            });
  }

  /** The keys whose cosignatures are accepted. */
  List<NoteKey> keys() {
    return keys;
  }

  /**
   * Asks all witnesses to cosign a new checkpoint. Skips it while they are still being asked about
   * an earlier one.
   */
  void ask(@ObservesAsync CheckpointPublisher.NewCheckpoint event) {
    // Witnesses may be slower than checkpoints are published: those in between are skipped.
    if (witnesses.isEmpty() || !asking.tryLock()) {
      return;
    }
    try {
      Published newest = event.published();
      for (Witness witness : witnesses) {
        try {
          submit(witness, newest);
        } catch (IOException | RuntimeException failed) {
          LOG.warnf("Witness %s did not cosign: %s", witness.key().name(), failed);
        }
      }
    } catch (InterruptedException ended) {
      LOG.debug("interrupted", ended);
    } finally {
      asking.unlock();
    }
  }

  /**
   * Whether a witness that knows this log cosigns a published checkpoint, and so confirms that it
   * extends the tree that the witness saw before. A witness that never saw the log confirms
   * nothing.
   */
  boolean agree(Published published) {
    if (published.head().size() == 0) {
      return false;
    }
    for (Witness witness : witnesses) {
      try {
        // If the old size equals the checkpoint's, a witness cosigns only a tree that it has seen.
        Outcome first = post(witness, published, published.head().size());
        if (first.cosigned()
            || (first.itsSize() > 0
                && first.itsSize() < published.head().size()
                && post(witness, published, first.itsSize()).cosigned())) {
          return true;
        }
      } catch (IOException | RuntimeException failed) {
        LOG.warnf("The request to witness %s failed: %s", witness.key().name(), failed);
      } catch (InterruptedException ended) {
        return false;
      }
    }
    return false;
  }

  private void submit(Witness witness, Published published)
      throws IOException, InterruptedException {
    long known = sizes.getOrDefault(witness.key(), 0L);
    Outcome outcome = post(witness, published, Math.min(known, published.head().size()));
    if (!outcome.cosigned()
        && outcome.itsSize() != known
        && outcome.itsSize() <= published.head().size()) {
      outcome = post(witness, published, outcome.itsSize());
    }
    if (!outcome.cosigned()) {
      LOG.warnf(
          "Witness %s refused the checkpoint of size %d; its last known size is %d.",
          witness.key().name(), published.head().size(), outcome.itsSize());
    }
  }

  private Outcome post(Witness witness, Published published, long old)
      throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder("old ").append(old).append('\n');
    for (byte[] hash : Proofs.consistency(new TileNodes(tiles), old, published.head().size())) {
      body.append(Hash.of(hash).base64()).append('\n');
    }
    body.append('\n').append(published.note());
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(witness.addCheckpoint())
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    String answer = response.body();
    return switch (response.statusCode()) {
      case OK -> {
        boolean cosigned = keep(witness, published, answer);
        if (cosigned) {
          sizes.put(witness.key(), published.head().size());
        }
        yield new Outcome(cosigned, published.head().size());
      }
      case CONFLICT -> {
        long size = Long.parseLong(answer.strip());
        sizes.put(witness.key(), size);
        yield new Outcome(false, size);
      }
      default -> throw new IOException("status " + response.statusCode());
    };
  }

  /**
   * Sends a request and reads the whole answer within {@link #PATIENCE}. The client's own timeout
   * ends with the headers, so a witness that never ends its answer would keep all others from being
   * asked. Redirects are not followed.
   */
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException(failed);
    } finally {
      answer.cancel(true);
    }
  }

  private boolean keep(Witness witness, Published published, String answer) {
    String text = SignedNote.parse(published.note()).text();
    for (String line : answer.lines().toList()) {
      SignedNote.Line cosignature = SignedNote.Line.parse(line);
      if (cosignature.isGood(witness.key(), text)) {
        checkpoints.cosign(published.seq(), cosignature);
        return true;
      }
    }
    return false;
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
