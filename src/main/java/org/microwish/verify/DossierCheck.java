package org.microwish.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TlogProof;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.MoneyFen;
import org.microwish.statistics.fold.WishFigures;
import org.microwish.tables.TransitionTables;

/**
 * Checks a dossier (一事一档) of a wish with nothing but the file and the keys of log and witnesses:
 * the checkpoint's signatures, the proof of each leaf, versions without gaps from 1, transitions
 * and money; if requested, also the openings and the files of evidence. {@code
 * src/docs/auditing.md} describes the format. The page for readers is not evidence and is not
 * checked.
 */
final class DossierCheck {

  private static final String FORMAT = "microwish/dossier/v1";
  private static final Set<String> FIXED = Set.of("dossier.json", "index.html", "checkpoint");

  /**
   * Maximum size, in bytes, of the index and of each file with openings. Evidence is never held in
   * memory as a whole.
   */
  private static final int MAX_BYTES = 64 << 20;

  private static final int BLOCK = 1 << 16;

  private final ZipFile zip;
  private final Trust trust;
  private final boolean open;
  private final PrintStream out;
  private final List<String> findings = new ArrayList<>();

  /**
   * The SHA-256 that each evidence file must have, by the id of the entry that added the file.
   * Taken from openings that match their commitment.
   */
  private final Map<String, String> opened = new HashMap<>();

  private final Map<String, Leaf> leaves = new HashMap<>();
  private final Set<String> listed = new HashSet<>(FIXED);
  private String note;
  private WishFigures figures;
  private String state;
  private long version;
  private int commitments;
  private int openings;

  private DossierCheck(ZipFile zip, Trust trust, boolean open, PrintStream out) {
    this.zip = zip;
    this.trust = trust;
    this.open = open;
    this.out = out;
  }

  /**
   * Checks a dossier and prints what it proves.
   *
   * @param open whether to check also the openings and the files of evidence, and to print the
   *     opened values
   * @return descriptions of all faults; empty for a correct dossier
   * @throws IOException when the file cannot be read
   * @throws UnknownSchemaException when a later release of the service wrote a leaf
   */
  static List<String> check(Path file, Trust trust, boolean open, PrintStream out)
      throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      DossierCheck check = new DossierCheck(zip, trust, open, out);
      try {
        check.run();
      } catch (ClassCastException | NullPointerException | IllegalArgumentException illFormed) {
        if (illFormed instanceof UnknownSchemaException later) {
          throw later;
        }
        check.find("ILL_FORMED", String.valueOf(illFormed.getMessage()));
      }
      return check.findings;
    } catch (ZipException cutOff) {
      return List.of("ILL_FORMED: not a ZIP file, or cut off: " + cutOff.getMessage());
    }
  }

  private void find(String kind, String where) {
    findings.add(kind + ": " + shown(where));
  }

  private void run() throws IOException {
    Map<?, ?> index = json("dossier.json");
    if (!FORMAT.equals(index.get("format"))) {
      throw new IllegalArgumentException("dossier.json: the format is not " + FORMAT);
    }
    Checkpoint tree = checkpoint();
    if (tree == null) {
      return;
    }
    if (!Long.valueOf(tree.size()).equals(index.get("treeSize"))
        || !tree.root().hex().equals(index.get("rootHash"))) {
      find("ILL_FORMED", "dossier.json does not say what the checkpoint is");
    }
    String wish = text(index, "wishId");
    long last = -1;
    long versions = 0;
    for (Object line : (List<?>) index.get("leaves")) {
      long at = leaf((Map<?, ?>) line, wish, tree);
      if (at >= 0 && at <= last) {
        find("VERSION_GAP", "leaf " + at + " does not come after leaf " + last);
      }
      last = at;
      versions++;
    }
    if (versions == 0) {
      find("MISSING", "the dossier has no leaves");
    }
    int files = 0;
    for (Object line : (List<?>) index.get("evidence")) {
      evidence((Map<?, ?>) line);
      files++;
    }
    checkNames();
    out.printf(
        "Wish %s: versions 1 to %d, in the tree of %d leaves that %s signed.%n",
        shown(wish), versions, tree.size(), tree.origin());
    if (open) {
      out.printf("%d of %d commitments opened, %d files.%n", openings, commitments, files);
    }
  }

  private Checkpoint checkpoint() throws IOException {
    note = read("checkpoint", SignedNote.MAX_CHARACTERS);
    try {
      return trust.require(SignedNote.parse(note)).tree();
    } catch (IllegalArgumentException unsigned) {
      find("SIGNATURE", unsigned.getMessage());
      return null;
    }
  }

  /**
   * Checks the proof and content of one leaf that {@code dossier.json} lists. Returns -1 if the
   * proof is wrong, and otherwise the leaf's index in the tree, even if the content is wrong.
   */
  private long leaf(Map<?, ?> line, String wish, Checkpoint tree) throws IOException {
    String name = list(text(line, "leaf"));
    byte[] bytes = bytes(name, Leaf.MAX_BYTES);
    TlogProof proof = TlogProof.parse(read(list(text(line, "proof")), SignedNote.MAX_CHARACTERS));
    Hash root = proof.computedRoot(Hashes.leaf(bytes), tree.size()).orElse(null);
    if (!proof.checkpoint().equals(note) || !tree.root().equals(root)) {
      find(
          "LEAF_HASH",
          "%s does not prove that %s is in the tree of the checkpoint"
              .formatted(text(line, "proof"), name));
      return -1;
    }
    Leaf leaf = Leaf.parse(bytes);
    if (leaf.aggregateType() != AggregateType.WISH || !leaf.aggregateId().equals(wish)) {
      throw new IllegalArgumentException(name + " is not about wish " + wish);
    }
    if (!leaf.entryId().equals(line.get("entryId"))
        || !Long.valueOf(proof.index()).equals(line.get("leafIndex"))) {
      find("ILL_FORMED", "dossier.json does not say what " + name + " is");
    }
    check(proof.index(), leaf);
    leaves.put(leaf.entryId(), leaf);
    commitments += leaf.commitments().size();
    String file = (String) line.get("openings");
    if (file != null) {
      list(file);
      if (open) {
        openings(leaf, json(file));
      }
    }
    return proof.index();
  }

  /** Checks that the leaf's version, transition and money follow from the leaves before it. */
  private void check(long index, Leaf leaf) {
    String place = "leaf %d, version %d".formatted(index, leaf.version());
    if (leaf.version() != version + 1) {
      find("VERSION_GAP", "%s: version %d was due".formatted(place, version + 1));
    }
    version = leaf.version();
    Transition said = leaf.transition();
    boolean allowed =
        TransitionTables.of(AggregateType.WISH)
            .flatMap(table -> table.row(said.command()))
            .filter(row -> row.entryType() == leaf.type() && row.leads(said.from(), said.to()))
            .isPresent();
    if (!allowed || !Objects.equals(said.from(), state)) {
      find(
          "TRANSITION",
          "%s: %s from %s to %s in state %s"
              .formatted(place, said.command(), said.from(), said.to(), state));
    }
    state = said.to();
    figures = (WishFigures) Fold.apply(figures, index, leaf).orElseThrow();
    MoneyFen money = figures.money();
    if (Math.min(Math.min(money.committed(), money.spent()), money.returned()) < 0
        || money.funding() != money.committed() + money.spent() + money.returned()
        || (figures.budgetFen() > 0 && money.committed() + money.spent() > figures.budgetFen())) {
      find("BALANCE", place + ": " + money + ", budget " + figures.budgetFen());
    }
  }

  private void openings(Leaf leaf, Map<?, ?> file) {
    Map<String, String> macs =
        leaf.commitments().stream().collect(Collectors.toMap(Commitment::field, Commitment::mac));
    for (Object item : (List<?>) file.get("openings")) {
      String field = text((Map<?, ?>) item, "field");
      String value = text((Map<?, ?>) item, "value");
      byte[] salt = Base64.getUrlDecoder().decode(text((Map<?, ?>) item, "salt"));
      String place = "version %d, %s".formatted(leaf.version(), shown(field));
      if (!Commitment.of(salt, field, value).mac().equals(macs.get(field))) {
        find("COMMITMENT", place + ": not the value that the leaf commits to");
        continue;
      }
      openings++;
      out.printf("%s: %s%n", place, shown(value));
      if (field.equals("evidence")) {
        opened.put(leaf.entryId(), value);
      }
    }
  }

  private void evidence(Map<?, ?> line) throws IOException {
    String name = list(text(line, "file"));
    if (!open) {
      return;
    }
    Leaf leaf = leaves.get(text(line, "entryId"));
    Object fact = leaf == null ? null : leaf.facts().get("evidence");
    String hash = opened.get(text(line, "entryId"));
    if (!(fact instanceof Map<?, ?> added) || hash == null) {
      find("COMMITMENT", name + ": no opened commitment of a leaf is about it");
      return;
    }
    long size = (Long) added.get("bytes");
    MessageDigest digest = Hashes.sha256();
    long length = 0;
    try (InputStream in = stream(name)) {
      byte[] block = new byte[BLOCK];
      // Stops reading a file that is longer than the leaf says, such as a ZIP bomb.
      for (int n = in.read(block); n >= 0 && length <= size; n = in.read(block)) {
        digest.update(block, 0, n);
        length += n;
      }
    }
    if (length != size || !HexFormat.of().formatHex(digest.digest()).equals(hash)) {
      find("COMMITMENT", name + ": not the file that the leaf commits to");
    }
  }

  /**
   * Checks that the index names every file and that no name occurs twice: otherwise a file that was
   * not checked could deceive a reader.
   */
  private void checkNames() {
    Set<String> seen = new HashSet<>();
    zip.stream()
        .map(ZipEntry::getName)
        .forEach(
            name -> {
              if (!seen.add(name) || !listed.contains(name)) {
                find("ILL_FORMED", shown(name) + ": occurs twice, or the index does not name it");
              }
            });
  }

  private InputStream stream(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return zip.getInputStream(entry);
  }

  /**
   * Notes that the index lists a file. Each file is read only once, so that an index cannot keep
   * the verifier busy with one large file.
   */
  private String list(String name) {
    if (!listed.add(name)) {
      throw new IllegalArgumentException("dossier.json lists " + name + " twice");
    }
    return name;
  }

  private byte[] bytes(String name, int most) throws IOException {
    try (InputStream in = stream(name)) {
      byte[] bytes = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new IllegalArgumentException(name + " is too large");
      }
      return bytes;
    }
  }

  private String read(String name, int most) throws IOException {
    return new String(bytes(name, most), StandardCharsets.UTF_8);
  }

  private Map<?, ?> json(String name) throws IOException {
    return (Map<?, ?>) JsonReader.read(read(name, MAX_BYTES));
  }

  private static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no " + key + " in dossier.json or an opening");
  }

  /** Replaces control and formatting characters, which could change what a terminal shows. */
  private static String shown(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
