package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TreeEdge;

/**
 * Verifies a whole log: every entry against its hash, every tile against the tiles below it, the
 * root against the signed checkpoint, the tree against one that was verified before, the entries
 * against each other, and the published statistics and serial numbers against those computed from
 * the entries.
 */
public final class Verifier {

  /** Number of entry bundles fetched concurrently. */
  private static final int PARALLEL = 16;

  /** Maximum number of findings; further ones are dropped. */
  private static final int MAX_FINDINGS = 100;

  private static final int CHECKPOINT_TRIES = 20;

  /**
   * The result of a verification.
   *
   * @param findings what is wrong with the log; empty for a clean one
   * @param checkpoint the signed checkpoint; null when it is missing, malformed or not signed
   * @param leaves the number of leaves that were read
   * @param tooOld why this verifier could not check all of them; null when it could
   */
  public record Result(List<Finding> findings, String checkpoint, long leaves, String tooOld) {

    public Result {
      findings = List.copyOf(findings);
    }

    /** Whether no check found a fault. If the log is too new, not all contents were checked. */
    public boolean isClean() {
      return findings.isEmpty();
    }
  }

  private final Source source;
  private final List<NoteKey> keys;
  private final Optional<Checkpoint> since;
  private final PrintStream out;
  private final List<Finding> findings = new ArrayList<>();
  private final LeafAudit audit = new LeafAudit(this::add);
  private final FigureAudit figures = new FigureAudit(this::add);

  Verifier(Source source, List<NoteKey> keys, Optional<Checkpoint> since, PrintStream out) {
    this.source = source;
    this.keys = keys;
    this.since = since;
    this.out = out;
  }

  /**
   * Verifies the log. Must be called only once.
   *
   * @throws IOException when the source cannot be reached
   */
  public Result verify() throws IOException {
    figures.read(source);
    SignedNote note = checkpoint(figures.largest());
    if (note == null) {
      return new Result(findings, null, 0, null);
    }
    Checkpoint tree = Checkpoint.parse(note.text());
    out.printf("Checkpoint: %d leaves, root hash %s%n", tree.size(), tree.root().base64());
    if (since.isPresent() && since.get().size() > tree.size()) {
      find(
          Finding.Kind.TRUNCATED,
          "the log has %d leaves, but had %d when it was verified before"
              .formatted(tree.size(), since.get().size()));
    }
    long read = readLeaves(tree);
    return new Result(findings, note.note(), read, audit.tooOld().orElse(null));
  }

  /** The serial numbers of the leaves that were verified. */
  NumberAudit numbers() {
    return audit.numbers();
  }

  private void find(Finding.Kind kind, String where) {
    add(new Finding(kind, where));
  }

  private void add(Finding finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
      out.println(finding);
    }
  }

  /**
   * The newest checkpoint. Statistics may be ahead of it for a moment, so it is read again, up to
   * 20 times, until it has their tree size. Null when it is missing, malformed or not signed.
   */
  private SignedNote checkpoint(long minSize) throws IOException {
    try {
      SignedNote note = null;
      for (int i = 0; i < CHECKPOINT_TRIES; i++) {
        Optional<byte[]> file = source.read("checkpoint");
        if (file.isEmpty()) {
          find(Finding.Kind.SIGNATURE, "there is no checkpoint");
          return null;
        }
        note = SignedNote.parse(new String(file.get(), StandardCharsets.UTF_8));
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        boolean signed =
            note.signedBy(keys).stream().anyMatch(key -> key.name().equals(checkpoint.origin()));
        if (!signed) {
          find(Finding.Kind.SIGNATURE, "no given key of the log signed the checkpoint");
          return null;
        }
        if (checkpoint.size() >= minSize) {
          break;
        }
        Thread.sleep(Duration.ofMillis(250));
      }
      return note;
    } catch (IllegalArgumentException bad) {
      find(Finding.Kind.SIGNATURE, "the checkpoint is not valid: " + bad.getMessage());
      return null;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException(ended);
    }
  }

  /** What can be computed of a leaf without the leaves before it. */
  private record Prepared(byte[] hash, LeafAudit.Read read) {}

  /**
   * A level-0 tile, with the entry bundle and the hashes that the source has for it.
   *
   * @param prepared the bundle's leaves; empty when there is no readable bundle
   */
  private record Served(
      Tile tile, Optional<byte[]> bundle, Optional<byte[]> hashes, List<Prepared> prepared) {}

  private long readLeaves(Checkpoint tree) throws IOException {
    Frontier frontier = new Frontier();
    TreeEdge edge = new TreeEdge();
    Progress progress = new Progress(out, tree.size());
    long bundles = (tree.size() + Tile.WIDTH - 1) / Tile.WIDTH;
    Deque<Future<Served>> ahead = new ArrayDeque<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long asked = 0;
      for (long index = 0; index < bundles; index++) {
        while (asked < bundles && ahead.size() < PARALLEL) {
          Tile next = new Tile(0, asked, Tile.width(tree.size(), 0, asked));
          asked++;
          ahead.add(threads.submit(() -> fetch(next)));
        }
        Served served = await(ahead.removeFirst());
        List<byte[]> leaves = leaves(served);
        if (leaves == null) {
          // Nothing after a missing leaf can be verified.
          threads.shutdownNow();
          return frontier.size();
        }
        for (Prepared leaf : served.prepared()) {
          compareFigures(frontier.size());
          compareWithEarlier(frontier);
          byte[] hash = leaf.hash();
          audit.add(frontier.size(), leaf.read());
          frontier.append(hash);
          List<TreeEdge.Full> full = new ArrayList<>();
          edge.append(hash, full);
          for (TreeEdge.Full tile : full) {
            compareUpperTile(tile);
          }
        }
        progress.show(frontier.size());
      }
    }
    if (frontier.size() != tree.size()) {
      find(
          Finding.Kind.MISSING,
          "only %d of %d leaves could be read".formatted(frontier.size(), tree.size()));
    }
    audit.end();
    compareWithEarlier(frontier);
    compareFigures(frontier.size());
    if (!Arrays.equals(frontier.root(), tree.root().bytes())) {
      find(
          Finding.Kind.ROOT,
          "the leaves give the root hash %s, the checkpoint has %s"
              .formatted(Hash.of(frontier.root()).base64(), tree.root().base64()));
    }
    progress.end(audit.aggregates());
    figures.end(audit.tooOld().isEmpty(), audit.statistics(), out);
    compareNumbers();
    return frontier.size();
  }

  /** Compares the figures that count exactly these leaves, if all of them could be counted. */
  private void compareFigures(long size) {
    if (audit.tooOld().isEmpty()) {
      figures.counted(size, audit.statistics(), out);
    }
  }

  private Served fetch(Tile tile) throws IOException {
    Optional<byte[]> bundle = source.read("tile/" + Tile.bundlePath(tile.index(), tile.width()));
    return new Served(tile, bundle, source.read("tile/" + tile.path()), prepare(tile, bundle));
  }

  /** Reads and hashes leaves in the thread that fetched them: that takes most of the time. */
  private static List<Prepared> prepare(Tile tile, Optional<byte[]> bundle) {
    List<Prepared> prepared = new ArrayList<>();
    try {
      if (bundle.isPresent()) {
        for (byte[] leaf : EntryBundle.read(bundle.get())) {
          long index = tile.index() * Tile.WIDTH + prepared.size();
          prepared.add(new Prepared(Hashes.leaf(leaf), LeafAudit.read(index, leaf)));
        }
      }
    } catch (IllegalArgumentException illFormed) {
      // Reported when it is this bundle's turn.
    }
    return prepared;
  }

  private static Served await(Future<Served> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException unreachable) {
        throw unreachable;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IOException(ended);
    }
  }

  /** The leaves of a bundle, after comparison with their tile; null when they cannot be read. */
  private List<byte[]> leaves(Served served) {
    String place = Tile.bundlePath(served.tile().index(), served.tile().width());
    if (served.bundle().isEmpty()) {
      find(Finding.Kind.MISSING, "tile/" + place);
      return null;
    }
    List<byte[]> leaves;
    try {
      leaves = EntryBundle.read(served.bundle().get());
    } catch (IllegalArgumentException illFormed) {
      find(Finding.Kind.MISSING, "tile/" + place + ": " + illFormed.getMessage());
      return null;
    }
    if (leaves.size() != served.tile().width()) {
      find(
          Finding.Kind.MISSING,
          "tile/%s has %d entries instead of %d"
              .formatted(place, leaves.size(), served.tile().width()));
      return null;
    }
    byte[] hashes = served.hashes().orElse(new byte[0]);
    if (hashes.length != leaves.size() * Hashes.BYTES) {
      find(Finding.Kind.MISSING, "tile/" + served.tile().path());
      return leaves;
    }
    for (int i = 0; i < leaves.size(); i++) {
      byte[] expected = Arrays.copyOfRange(hashes, i * Hashes.BYTES, (i + 1) * Hashes.BYTES);
      byte[] hash = served.prepared().get(i).hash();
      if (!Arrays.equals(hash, expected)) {
        find(
            Finding.Kind.LEAF_HASH,
            "leaf %d: its hash is %s, but the tile has %s"
                .formatted(
                    served.tile().index() * Tile.WIDTH + i,
                    Hash.of(hash).base64(),
                    Hash.of(expected).base64()));
      }
    }
    return leaves;
  }

  private void compareUpperTile(TreeEdge.Full computed) throws IOException {
    if (computed.level() == 0) {
      return;
    }
    String path = new Tile(computed.level(), computed.index(), Tile.WIDTH).path();
    Optional<byte[]> served = source.read("tile/" + path);
    if (served.isEmpty()) {
      find(Finding.Kind.MISSING, "tile/" + path);
    } else if (!Arrays.equals(served.get(), computed.bytes())) {
      find(Finding.Kind.TILE_HASH, "tile/" + path);
    }
  }

  private void compareWithEarlier(Frontier frontier) {
    if (since.isPresent()
        && since.get().size() == frontier.size()
        && !Arrays.equals(frontier.root(), since.get().root().bytes())) {
      find(
          Finding.Kind.FORK,
          "the first %d leaves have the root hash %s, but had %s when they were verified before"
              .formatted(
                  frontier.size(), Hash.of(frontier.root()).base64(), since.get().root().base64()));
    }
  }

  private void compareNumbers() throws IOException {
    long theirs = audit.numbers().compare(source, where -> find(Finding.Kind.SERIAL_NUMBER, where));
    out.printf(
        "%-32s %16d %16s%n", "Serial numbers", audit.numbers().size(), theirs < 0 ? "-" : theirs);
  }
}
