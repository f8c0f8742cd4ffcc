package org.microwish.verify;

import java.io.IOException;
import java.io.PrintStream;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TreeEdge;

/**
 * Verifies a whole log: every entry against its hash, every tile against the tiles below it, the
 * root against the signed checkpoint, the checkpoint against the witnesses that must have cosigned
 * it, the tree against one that was verified before, the entries against each other, and the
 * published statistics and serial numbers against those computed from the entries.
 *
 * <p>One cause gives one finding. For example, if an entry was changed, the verifier does not also
 * report the other root hash, gaps in versions or other statistics that result from the change.
 * Longer than 400 lines because all steps share what was found so far.
 */
public final class Verifier {

  /** Number of entry bundles fetched concurrently. */
  private static final int PARALLEL = 16;

  /** Maximum number of findings that are listed; further ones are only counted. */
  static final int MAX_FINDINGS = 100;

  /** The maximum length of a finding's text, in characters; longer texts are cut. */
  private static final int MAX_TEXT = 500;

  /** Used instead of the index of a leaf for findings that only the end of the log shows. */
  private static final long END = Long.MAX_VALUE - 1;

  /**
   * The result of a verification.
   *
   * @param findings what is wrong with the log, at most 100 of them; empty for a correct log
   * @param checkpoint the signed checkpoint; null when it is malformed or not signed
   * @param leaves the number of leaves that were read
   * @param tooOld the first leaf with a schema that this verifier does not know, so that not all
   *     leaves were checked; null when there is none
   */
  public record Result(List<Finding> findings, String checkpoint, long leaves, String tooOld) {

    public Result {
      findings = List.copyOf(findings);
    }

    /**
     * Returns whether there are no findings. If {@code tooOld} is not null, not all contents were
     * checked.
     */
    public boolean isClean() {
      return findings.isEmpty();
    }
  }

  /**
   * A figure of the overview of statistics.
   *
   * @param computed the value that the leaves give
   * @param published the published value; null when the source publishes none
   */
  record Figure(String name, String computed, String published) {}

  /**
   * A finding about the content of a leaf. It is kept until the hashes are checked, and is reported
   * only if no wrong hash puts the leaf in doubt.
   */
  private record Content(long leaf, Finding finding) {}

  /**
   * A tile of level 0 that differs from the hashes of its entries: the index of the first such
   * entry, their number, and a description of the first.
   */
  private record Difference(Tile tile, long leaf, int count, String first) {}

  private final Source source;
  private final CheckpointReader checkpoints;
  private final Trust trust;
  private final Optional<Checkpoint> since;
  private final PrintStream out;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Content> contents = new ArrayList<>();
  private final LeafAudit audit = new LeafAudit(this::addContent);
  private final List<Finding> aboutFigures = new ArrayList<>();
  private final FigureAudit figures = new FigureAudit(aboutFigures::add);
  private SignedNote note;
  private Checkpoint tree;
  private Trust.Signatures signatures;
  private boolean extendsEarlier;

  /**
   * True after a finding about the checkpoint, hashes or missing files. Findings about the content
   * of leaves do not set this field.
   */
  private boolean damaged;

  private long found;
  private long moreContents;
  private long read;

  /** The index of the leaf that {@link #audit} is checking, or {@link #END}. */
  private long leaf;

  Verifier(Source source, List<NoteKey> keys, Optional<Checkpoint> since, PrintStream out) {
    this(source, Trust.only(keys), since, out);
  }

  Verifier(Source source, Trust trust, Optional<Checkpoint> since, PrintStream out) {
    this(source, trust, since, out, new CheckpointReader(source, trust, out));
  }

  Verifier(
      Source source,
      Trust trust,
      Optional<Checkpoint> since,
      PrintStream out,
      CheckpointReader checkpoints) {
    this.source = source;
    this.checkpoints = checkpoints;
    this.trust = trust;
    this.since = since;
    this.out = out;
  }

  /**
   * Verifies the log. Must be called only once.
   *
   * @throws IOException when the source cannot be reached, or has no checkpoint
   * @throws IllegalArgumentException when the earlier checkpoint is of another log
   */
  public Result verify() throws IOException {
    figures.read(source);
    long earlier = since.map(Checkpoint::size).orElse(0L);
    if (!readCheckpoint(Math.max(figures.largest(), earlier))) {
      source.checked(false);
      return new Result(findings, null, 0, null);
    }
    out.printf("Checkpoint: %d leaves, root hash %s%n", tree.size(), tree.root().base64());
    printSignatures();
    if (since.isPresent()) {
      checkEarlier(since.get());
    }
    readLeaves();
    source.checked(!damaged);
    return new Result(findings, note.note(), read, audit.tooOld().orElse(null));
  }

  /** Returns the serial numbers of the leaves that were read. */
  NumberAudit numbers() {
    return audit.numbers();
  }

  /** Returns the signed checkpoint; empty until it is read, or if it is not valid. */
  Optional<Checkpoint> tree() {
    return Optional.ofNullable(tree);
  }

  /** Returns the signatures of the checkpoint; empty until it is read, or if it is not valid. */
  Optional<Trust.Signatures> signatures() {
    return Optional.ofNullable(signatures);
  }

  /** Returns whether the tree extends the earlier one; also false if that could not be checked. */
  boolean extendsEarlier() {
    return extendsEarlier;
  }

  /** Returns the findings so far, at most {@link #MAX_FINDINGS}. */
  List<Finding> findings() {
    return findings;
  }

  /** Returns the number of findings so far, including those that are not listed. */
  long found() {
    return found;
  }

  /** Returns the number of leaves read so far. */
  long read() {
    return read;
  }

  /** Returns how many of the leaves record late what somebody did offline. */
  long lateRecords() {
    return audit.lateRecords();
  }

  /** Returns the overview of the statistics; empty until it is computed. */
  List<Figure> figures() {
    return figures.overview();
  }

  private void find(Finding.Kind kind, String where) {
    damaged |= kind != Finding.Kind.STATISTICS && kind != Finding.Kind.SERIAL_NUMBER;
    add(new Finding(kind, where));
  }

  private void add(Finding unclean) {
    Finding finding =
        new Finding(
            unclean.kind(),
            SafeText.clean(unclean.where(), MAX_TEXT),
            SafeText.clean(unclean.chinese(), MAX_TEXT));
    found++;
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
      out.println(finding);
    }
  }

  private void addContent(Finding finding) {
    if (contents.size() < MAX_FINDINGS) {
      contents.add(new Content(leaf, finding));
    } else {
      moreContents++;
    }
  }

  /** Reports the findings about the content of leaves with an index below {@code before}. */
  private void addContents(long before) {
    contents.stream().filter(one -> one.leaf() < before).map(Content::finding).forEach(this::add);
    if (before == Long.MAX_VALUE) {
      found += moreContents;
    }
  }

  // Checkpoint -----------------------------------------------------------------------------------

  /**
   * Reads the checkpoint, and returns whether it is well-formed and signed by the log.
   *
   * @param minSize the size of the tree of the statistics, or of the earlier checkpoint
   */
  private boolean readCheckpoint(long minSize) throws IOException {
    try {
      CheckpointReader.Chosen chosen = checkpoints.read(minSize);
      note = chosen.note();
      tree = chosen.tree();
      signatures = chosen.signatures();
    } catch (IllegalArgumentException bad) {
      find(Finding.Kind.SIGNATURE, "the checkpoint is not valid: " + bad.getMessage());
      return false;
    }
    if (!trust.isEnough(signatures)) {
      find(Finding.Kind.WITNESS, trust.shortfall(signatures));
    }
    return true;
  }

  private void printSignatures() {
    signatures
        .log()
        .forEach(key -> out.printf("Signed by the log: %s, key id %s%n", key.name(), key.hexId()));
    signatures.witnesses().forEach(one -> out.printf("Cosigned by the witness: %s%n", one));
    signatures.refused().forEach(one -> out.printf("Refused cosignature: %s%n", one));
    signatures
        .ignored()
        .forEach(
            one ->
                out.printf(
                    "Ignored signature by an unknown key: %s%n", SafeText.clean(one, MAX_TEXT)));
    if (!trust.witnesses().isEmpty()) {
      out.printf(
          "Witnesses: %d cosigned, at least %d must%n", signatures.cosigned(), trust.quorum());
    }
  }

  private void checkEarlier(Checkpoint earlier) {
    if (!earlier.origin().equals(tree.origin())) {
      throw new IllegalArgumentException(
          "the checkpoint is of the log %s, not of %s".formatted(earlier.origin(), tree.origin()));
    }
    if (earlier.size() > tree.size()) {
      find(
          Finding.Kind.TRUNCATED,
          "the log has %d leaves, but had %d when it was verified before"
              .formatted(tree.size(), earlier.size()));
    }
  }

  // Leaves ---------------------------------------------------------------------------------------

  /**
   * An entry bundle with its tile of level 0.
   *
   * @param leaves the parsed leaves; null when the bundle is missing or ill-formed
   * @param hashes the hashes of the leaves
   * @param served the hashes in the tile; null when the tile is missing or has another size
   * @param fault the path of the missing or ill-formed bundle, with the reason; null when there are
   *     leaves
   */
  private record Served(
      Tile tile,
      List<LeafAudit.Read> leaves,
      List<byte[]> hashes,
      List<byte[]> served,
      String fault) {}

  private void readLeaves() throws IOException {
    TreeEdge edge = new TreeEdge();
    // The tree of the hashes in the tiles; null until they first differ from those of the leaves.
    TreeEdge ofTiles = null;
    List<Difference> differences = new ArrayList<>();
    List<String> upper = new ArrayList<>();
    List<TreeEdge.Full> full = new ArrayList<>();
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
        Served bundle = await(ahead.removeFirst(), threads);
        if (bundle.leaves() == null) {
          // Nothing after a missing or ill-formed entry bundle can be verified.
          threads.shutdownNow();
          find(Finding.Kind.MISSING, bundle.fault());
          differences.forEach(one -> find(Finding.Kind.LEAF_HASH, describe(one)));
          addContents(differences.isEmpty() ? read : differences.getFirst().leaf());
          return;
        }
        if (bundle.served() == null) {
          find(Finding.Kind.MISSING, "tile/" + bundle.tile().path());
        }
        Optional<Difference> difference = difference(bundle);
        if (difference.isPresent() && ofTiles == null) {
          ofTiles = edge.copy();
        }
        if (differences.size() < MAX_FINDINGS) {
          difference.ifPresent(differences::add);
        }
        for (int i = 0; i < bundle.leaves().size(); i++) {
          compareFigures();
          compareWithEarlier(edge);
          leaf = read;
          LeafAudit.Read next = bundle.leaves().get(i);
          if (next.leaf() != null) {
            figures.next(leaf, next.leaf().recordedAt());
          }
          audit.add(leaf, next);
          edge.append(bundle.hashes().get(i), full);
          for (TreeEdge.Full tile : full) {
            compareTile(new Tile(tile.level(), tile.index(), Tile.WIDTH), tile::bytes, upper);
          }
          full.clear();
          if (ofTiles != null) {
            ofTiles.append(
                (bundle.served() == null ? bundle.hashes() : bundle.served()).get(i), full);
            full.clear();
          }
          read++;
        }
        progress.show(read);
      }
    }
    leaf = END;
    audit.end();
    for (TreeEdge.Partial partial : edge.partials()) {
      compareTile(partial.tile(), partial::bytes, upper);
    }
    compareWithEarlier(edge);
    compareFigures();
    boolean authentic = conclude(edge, ofTiles, differences, upper);
    progress.end(audit.aggregates());
    out.printf("Late records of what somebody did offline: %d%n", audit.lateRecords());
    figures.end(audit.tooOld().isEmpty(), audit.statistics(), out);
    if (authentic) {
      aboutFigures.forEach(this::add);
    }
    compareNumbers(authentic);
  }

  /**
   * Reports each cause once. If the leaves give the signed root, they are the signed ones, and
   * tiles that differ from them are wrong. If the hashes in the tiles give the signed root, the
   * leaves that differ from these hashes are wrong. Otherwise it is not known which leaves are
   * wrong.
   *
   * @return whether the leaves are the signed ones
   */
  private boolean conclude(
      TreeEdge edge, TreeEdge ofTiles, List<Difference> differences, List<String> upper) {
    byte[] signed = tree.root().bytes();
    if (Arrays.equals(edge.root(), signed)) {
      differences.forEach(one -> find(Finding.Kind.TILE_HASH, describe(one)));
      upper.forEach(tile -> find(Finding.Kind.TILE_HASH, tile));
      addContents(Long.MAX_VALUE);
      return true;
    }
    differences.forEach(one -> find(Finding.Kind.LEAF_HASH, describe(one)));
    if (ofTiles != null && Arrays.equals(ofTiles.root(), signed)) {
      addContents(differences.getFirst().leaf());
    } else {
      find(
          Finding.Kind.ROOT,
          "the leaves give the root hash %s, the checkpoint has %s%s"
              .formatted(
                  Hash.of(edge.root()).base64(),
                  tree.root().base64(),
                  contents.isEmpty()
                      ? ""
                      : "; first contradiction: " + contents.getFirst().finding()));
    }
    return false;
  }

  /**
   * Compares the published answers whose tree size is the number of leaves read so far. Does
   * nothing after a leaf of an unknown schema, because the computed statistics are then incomplete.
   */
  private void compareFigures() {
    if (audit.tooOld().isEmpty()) {
      figures.counted(read, audit.statistics(), out);
    }
  }

  /**
   * Fetches an entry bundle and its tile, and hashes and parses the entries. This is most of the
   * work, so it runs in concurrent threads.
   */
  private Served fetch(Tile tile) throws IOException {
    String place = "tile/" + Tile.bundlePath(tile.index(), tile.width());
    Optional<byte[]> bundle = source.read(place);
    if (bundle.isEmpty()) {
      return new Served(tile, null, null, null, place);
    }
    List<byte[]> leaves;
    try {
      leaves = EntryBundle.read(bundle.get());
    } catch (IllegalArgumentException illFormed) {
      return new Served(tile, null, null, null, place + ": " + illFormed.getMessage());
    }
    if (leaves.size() != tile.width()) {
      return new Served(
          tile,
          null,
          null,
          null,
          "%s has %d entries instead of %d".formatted(place, leaves.size(), tile.width()));
    }
    return new Served(
        tile,
        read(tile.index() * Tile.WIDTH, leaves),
        leaves.stream().map(Hashes::leaf).toList(),
        source
            .read("tile/" + tile.path())
            .filter(bytes -> bytes.length == tile.width() * Hashes.BYTES)
            .map(Verifier::split)
            .orElse(null),
        null);
  }

  private static List<LeafAudit.Read> read(long first, List<byte[]> leaves) {
    List<LeafAudit.Read> all = new ArrayList<>(leaves.size());
    leaves.forEach(leaf -> all.add(LeafAudit.read(first + all.size(), leaf)));
    return all;
  }

  private static List<byte[]> split(byte[] hashes) {
    List<byte[]> each = new ArrayList<>();
    for (int at = 0; at < hashes.length; at += Hashes.BYTES) {
      each.add(Arrays.copyOfRange(hashes, at, at + Hashes.BYTES));
    }
    return each;
  }

  private static Served await(Future<Served> future, ExecutorService others) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      others.shutdownNow();
      if (failed.getCause() instanceof IOException unreachable) {
        throw unreachable;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException ended) {
      others.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IOException(ended);
    }
  }

  private static Optional<Difference> difference(Served bundle) {
    if (bundle.served() == null) {
      return Optional.empty();
    }
    int first = -1;
    int count = 0;
    for (int i = 0; i < bundle.hashes().size(); i++) {
      if (!Arrays.equals(bundle.hashes().get(i), bundle.served().get(i))) {
        first = first < 0 ? i : first;
        count++;
      }
    }
    return first < 0
        ? Optional.empty()
        : Optional.of(
            new Difference(
                bundle.tile(),
                bundle.tile().index() * Tile.WIDTH + first,
                count,
                "its hash is %s, but the tile has %s"
                    .formatted(
                        Hash.of(bundle.hashes().get(first)).base64(),
                        Hash.of(bundle.served().get(first)).base64())));
  }

  private static String describe(Difference one) {
    return "leaf %d%s: %s (tile/%s)"
        .formatted(
            one.leaf(),
            one.count() == 1 ? "" : " and %d more of its tile".formatted(one.count() - 1),
            one.first(),
            one.tile().path());
  }

  /**
   * Compares a tile of the source with the tile computed from the leaves. Adds the tile's path to
   * {@code wrong} if the two differ, and a finding if the source lacks the tile. Ignores level 0,
   * whose tiles {@link #difference} compares.
   */
  private void compareTile(Tile tile, Supplier<byte[]> computed, List<String> wrong)
      throws IOException {
    if (tile.level() == 0) {
      return;
    }
    String path = "tile/" + tile.path();
    Optional<byte[]> served = source.read(path);
    if (served.isEmpty()) {
      find(Finding.Kind.MISSING, path);
    } else if (!Arrays.equals(served.get(), computed.get())) {
      wrong.add(path);
    }
  }

  private void compareWithEarlier(TreeEdge edge) {
    if (since.isEmpty() || since.get().size() != edge.size()) {
      return;
    }
    Checkpoint earlier = since.get();
    String root = Hash.of(edge.root()).base64();
    if (root.equals(earlier.root().base64())) {
      extendsEarlier = true;
      out.printf(
          "Consistent: the log extends the %d leaves of the earlier run, root hash %s%n",
          earlier.size(), root);
    } else {
      find(
          Finding.Kind.FORK,
          "the first %d leaves have the root hash %s, but had %s when they were verified before"
              .formatted(earlier.size(), root, earlier.root().base64()));
    }
  }

  private void compareNumbers(boolean authentic) throws IOException {
    String[] first = {null};
    AtomicLong wrong = new AtomicLong();
    long theirs =
        audit
            .numbers()
            .compare(
                source,
                where -> {
                  if (wrong.getAndIncrement() == 0) {
                    first[0] = where;
                  }
                });
    out.printf(
        "%-32s %16d %16s%n", "Serial numbers", audit.numbers().size(), theirs < 0 ? "-" : theirs);
    if (authentic && wrong.get() > 0) {
      find(
          Finding.Kind.SERIAL_NUMBER,
          first[0] + (wrong.get() == 1 ? "" : " (and %d more)".formatted(wrong.get() - 1)));
    }
  }
}
