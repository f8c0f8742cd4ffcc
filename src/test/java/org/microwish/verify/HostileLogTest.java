package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.SampleLog;
import org.microwish.ledger.leaf.CanonicalJson;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TlogProof;
import org.microwish.statistics.fold.PublicFigures;
import org.microwish.testing.SecondVerifier;

/** The verifier reads a log that somebody made to deceive or to crash it. */
@Tag("fast")
class HostileLogTest {

  private static final int MUTATIONS = Integer.getInteger("hostile.logs", 500);

  private static final int LEAVES = 12;
  private static final String BUNDLE = "tile/" + Tile.bundlePath(0, LEAVES);
  private static final String HASHES = "tile/" + new Tile(0, 0, LEAVES).path();

  @TempDir Path directory;
  private Path log;
  private LogFiles files;

  @BeforeEach
  void writeHonestLog() {
    log = directory.resolve("log");
    files = new LogFiles(log).append(SampleLog.leaves(2)).finish();
  }

  private int run(String... more) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    String[] arguments = {log.toString(), "--key", files.key()};
    List<String> all = Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toList();
    return Main.run(all, out, out);
  }

  @Test
  void honestLog_isClean() {
    assertThat(run()).isEqualTo(Main.CLEAN);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        255,
        256,
        Checkpoint.MAX_SIZE,
        Checkpoint.MAX_SIZE + 1,
        Long.MAX_VALUE - 255,
        Long.MAX_VALUE - 254,
        Long.MAX_VALUE
      })
  void emptyLogThatClaimsLeaves_isTampered(long size) throws IOException {
    Path since = directory.resolve("since");
    Files.delete(log.resolve(BUNDLE));
    files.checkpoint(size, Hashes.empty());
    assertThat(run("--since", since.toString())).isEqualTo(Main.TAMPERED);
    assertThat(since).doesNotExist();
  }

  /** Each file in turn with some bytes changed, cut off, repeated or inserted. */
  @Test
  void corruptedFiles_areNeverCleanAndNeverCrashTheVerifier() throws IOException {
    SplittableRandom random = new SplittableRandom(20220218);
    List<Path> files = List.of(log.resolve("checkpoint"), log.resolve(BUNDLE), log.resolve(HASHES));
    for (int i = 0; i < MUTATIONS; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      byte[] after = mutated(before, random);
      if (Arrays.equals(before, after)) {
        continue;
      }
      Files.write(file, after);
      assertThat(run()).as("mutation %d of %s", i, file).isEqualTo(Main.TAMPERED);
      Files.write(file, before);
    }
    assertThat(run()).isEqualTo(Main.CLEAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "bundle", "hashes"})
  void tooLargeFile_isNotRead(String which) throws IOException {
    Path file =
        log.resolve(
            switch (which) {
              case "checkpoint" -> "checkpoint";
              case "bundle" -> BUNDLE;
              default -> HASHES;
            });
    try (var out = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(1L << 40);
    }
    assertThat(run()).isEqualTo(Main.UNREACHABLE);
  }

  @Test
  void bundleOfMoreEntriesThanATileHas_isRefused() throws IOException {
    // Empty entries take two bytes each, so the largest file could hold millions of them.
    Files.write(log.resolve(BUNDLE), new byte[2 * (Tile.WIDTH + 1)]);
    assertThat(run()).isEqualTo(Main.TAMPERED);
  }

  /** Changes files that an earlier run has saved in the directory of --keep. */
  @Test
  void corruptedKeptCopy_isNeverCleanUnlessItIsReadAnew() throws IOException {
    log = directory.resolve("large");
    files = new LogFiles(log).append(SampleLog.leaves(100)).finish();
    Path kept = directory.resolve("kept");
    assertThat(run("--keep", kept.toString())).isEqualTo(Main.CLEAN);
    SplittableRandom random = new SplittableRandom(7);
    List<Path> full =
        List.of(
            kept.resolve("tile/" + Tile.bundlePath(0, Tile.WIDTH)),
            kept.resolve("tile/" + new Tile(0, 0, Tile.WIDTH).path()));
    for (int i = 0; i < MUTATIONS / 10; i++) {
      Path file = full.get(random.nextInt(full.size()));
      byte[] before = Files.readAllBytes(file);
      Files.write(file, mutated(before, random));
      assertThat(run("--keep", kept.toString()))
          .as("mutation %d of %s", i, file)
          .isEqualTo(Main.TAMPERED);
      Files.write(file, before);
    }
    assertThat(run("--keep", kept.toString())).isEqualTo(Main.CLEAN);
  }

  /** Statistics and serial numbers are JSON from the service. */
  @Test
  void corruptedFigures_neverCrashTheVerifier() throws IOException {
    String overview = new String(LogFiles.figures(FigureAudit.OVERVIEW), StandardCharsets.UTF_8);
    String numbers =
        """
        {"treeSize":12,"items":[{"number":"440104012-%1$d-P-00001","aggregateType":"WISH",\
        "aggregateId":"w1","leafIndex":1},{"number":"440104012-%1$d-P-00002",\
        "aggregateType":"WISH","aggregateId":"w2","leafIndex":7}],"nextCursor":null}\
        """
            .formatted(SampleLog.YEAR);
    assertThat(published(overview, numbers)).isEmpty();
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < MUTATIONS; i++) {
      boolean first = random.nextBoolean();
      String changed =
          new String(
              mutated((first ? overview : numbers).getBytes(StandardCharsets.UTF_8), random),
              StandardCharsets.UTF_8);
      // Most changes are found; some, such as an added space, have no effect. None causes an
      // exception.
      assertThat(published(first ? changed : overview, first ? numbers : changed))
          .as("%s", changed)
          .allMatch(kind -> kind == Finding.Kind.STATISTICS || kind == Finding.Kind.SERIAL_NUMBER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"asOf\":{\"treeSize\":-1},\"wishes\":{},\"projects\":{},\"checkIns\":{},\"groups\":{}}",
        "{\"asOf\":{\"treeSize\":999999999999999999},\"wishes\":{},\"projects\":{},\"checkIns\":{}"
            + ",\"groups\":{}}",
        "{\"asOf\":{\"treeSize\":1e999999999},\"wishes\":{},\"projects\":{},\"checkIns\":{}"
            + ",\"groups\":{}}",
        "{\"asOf\":{\"treeSize\":null}}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "{\"asOf\":"
      })
  void impossibleFigures_areFound(String overview) throws IOException {
    assertThat(published(overview, null)).containsExactly(Finding.Kind.STATISTICS);
  }

  /**
   * A service whose list of serial numbers has no end; all its items name leaves after the
   * checkpoint.
   */
  @Test
  void endlessSerialNumbers_areReadUpToTheCheckpointOnly() throws IOException {
    AtomicLong pages = new AtomicLong();
    Source endless =
        new Published(Source.of(log.toString()), null, null) {
          @Override
          public Optional<byte[]> numbers(String cursor) {
            String page =
                """
                {"treeSize":1,"items":[{"number":"x","aggregateType":"WISH","aggregateId":"w",\
                "leafIndex":%d}],"nextCursor":"on"}\
                """
                    .formatted(100 + pages.incrementAndGet());
            return Optional.of(page.getBytes(StandardCharsets.UTF_8));
          }
        };
    new Verifier(endless, List.of(files.signer().key()), Optional.empty(), nowhere()).verify();
    assertThat(pages).hasValue(1);
  }

  /** Random arguments, and valid arguments in the wrong places. */
  @Test
  void randomArguments_areRefusedAndNeverThrow() {
    SplittableRandom random = new SplittableRandom(13);
    String witness = NoteSigner.generate("w.example", NoteKey.Type.COSIGNATURE).key().text();
    List<String> words =
        List.of(
            "proof",
            "--key",
            "--witness",
            "--quorum",
            log.toString(),
            files.key(),
            witness,
            "",
            "-",
            "+",
            "a+b+c",
            "0",
            "-1",
            "1",
            "99999999999",
            "http://",
            "https://[",
            "http://127.0.0.1:99999",
            "log.example+00000000+AQ==",
            "\u0000");
    // Options with files are followed by one in the test's own directory, or by nothing.
    List<String> options = List.of("--since", "--keep", "--numbers", "--report");
    for (int i = 0; i < MUTATIONS; i++) {
      List<String> arguments = new ArrayList<>();
      for (int n = random.nextInt(7); n > 0; n--) {
        if (random.nextInt(5) > 0) {
          arguments.add(words.get(random.nextInt(words.size())));
        } else {
          arguments.add(options.get(random.nextInt(options.size())));
          if (n > 1) {
            arguments.add(directory.resolve("file" + random.nextInt(3)).toString());
          }
        }
      }
      assertThat(Main.run(arguments, nowhere(), nowhere()))
          .as("%s", arguments)
          .isIn(Main.CLEAN, Main.TAMPERED, Main.UNREACHABLE, Main.USAGE);
    }
  }

  private static List<byte[]> honestLeaves() {
    return new HonestLog().numbered().stream().map(Leaf::bytes).toList();
  }

  /** The verifier must not fail when it computes the next month, which Java does not support. */
  @Test
  void boardOfTheLastMonthThatJavaKnows_isIllFormed() {
    List<byte[]> leaves = new ArrayList<>();
    for (byte[] leaf : honestLeaves()) {
      String text = new String(leaf, StandardCharsets.UTF_8);
      leaves.add(
          text.contains("LEADERBOARD_FROZEN") && text.contains("440104013001:")
              ? text.replace(":2024-01\"", ":+999999999-12\"")
                  .replace("\"month\":\"2024-01\"", "\"month\":\"+999999999-12\"")
                  .getBytes(StandardCharsets.UTF_8)
              : leaf);
    }
    assertThat(LeafFindings.of(leaves)).singleElement().asString().startsWith("ILL_FORMED");
  }

  /** Values that some code may not expect in a leaf; null removes a member. */
  private static final List<Object> UNEXPECTED =
      Arrays.asList(
          "+999999999-12",
          "9999-12",
          "+999999999-12-31T23:59:59Z",
          "-999999999-01-01T00:00:00Z",
          "9999-12-31T23:59:59.999999Z",
          "0000-01-01T00:00:00.000000Z",
          "",
          "OPEN",
          0L,
          -1L,
          (1L << 53) - 1,
          true,
          List.of(),
          List.of("x", 1L),
          Map.of(),
          Map.of("id", "x"),
          null);

  /**
   * Computes the statistics of such leaves too, because a service may publish statistics that count
   * them.
   */
  @Test
  void unexpectedValuesInLeaves_neverCrashTheVerifier() {
    SplittableRandom random = new SplittableRandom(17);
    List<byte[]> honest = honestLeaves();
    for (int i = 0; i < MUTATIONS; i++) {
      List<byte[]> leaves = new ArrayList<>(honest);
      int at = random.nextInt(leaves.size());
      Map<String, Object> changed = new TreeMap<>(json(honest.get(at)));
      replaceOne(changed, UNEXPECTED.get(random.nextInt(UNEXPECTED.size())), random);
      leaves.set(at, CanonicalJson.write(changed));
      LeafAudit audit = new LeafAudit(finding -> {});
      assertThatCode(
              () -> {
                for (int leaf = 0; leaf < leaves.size(); leaf++) {
                  audit.add(leaf, LeafAudit.read(leaf, leaves.get(leaf)));
                }
                audit.end();
                PublicFigures shown = new PublicFigures(audit.statistics());
                for (String query : QUERIES) {
                  ComputedFigures.of(query, audit.statistics(), shown, Map.of());
                }
              })
          .as("leaf %d: %s", at, changed)
          .doesNotThrowAnyException();
    }
  }

  private static final List<String> QUERIES =
      Stream.concat(
              Stream.of(FigureAudit.OVERVIEW, "leaderboard?month=2024-01"),
              FigureAudit.FIXED.stream())
          .toList();

  @SuppressWarnings("unchecked") // The keys of a JSON object are strings.
  private static Map<String, Object> json(byte[] leaf) {
    return (Map<String, Object>) JsonReader.read(new String(leaf, StandardCharsets.UTF_8));
  }

  /** Replaces a member of an object or of one below it. */
  @SuppressWarnings("unchecked")
  private static void replaceOne(
      Map<String, Object> object, Object value, SplittableRandom random) {
    List<String> names = List.copyOf(object.keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    if (object.get(name) instanceof Map<?, ?> below && random.nextInt(5) > 0) {
      Map<String, Object> copy = new TreeMap<>((Map<String, Object>) below);
      replaceOne(copy, value, random);
      object.put(name, copy);
    } else if (value == null) {
      object.remove(name);
    } else {
      object.put(name, value);
    }
  }

  @Test
  void textsOfALog_areCleanedForTerminalAndPage() {
    assertThat(SafeText.clean("a\u001b[2Jb\u202ec\ud800d<", 100))
        .isEqualTo("a\ufffd[2Jb\ufffdc\ufffdd<");
    assertThat(SafeText.clean("12345", 4)).isEqualTo("1234…");
    assertThat(SafeText.html("<a href='\"&")).isEqualTo("&lt;a href=&#39;&quot;&amp;");
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  }

  private List<Finding.Kind> published(String overview, String numbers) throws IOException {
    return new Verifier(
            new Published(Source.of(log.toString()), overview, numbers),
            List.of(files.signer().key()),
            Optional.empty(),
            nowhere())
        .verify().findings().stream().map(Finding::kind).toList();
  }

  /** A log with published figures. */
  private static class Published implements Source {
    private final Source log;
    private final String overview;
    private final String numbers;

    Published(Source log, String overview, String numbers) {
      this.log = log;
      this.overview = overview;
      this.numbers = numbers;
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
      return log.read(path);
    }

    @Override
    public Optional<byte[]> figures(String query) {
      return Optional.of(
          query.equals(FigureAudit.OVERVIEW) && overview != null
              ? overview.getBytes(StandardCharsets.UTF_8)
              : LogFiles.figures(query));
    }

    @Override
    public Optional<byte[]> numbers(String cursor) {
      return Optional.ofNullable(numbers).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 + random.nextInt(255));
        yield changed;
      }
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(40));
        random.nextBytes(longer);
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        yield longer;
      }
      case 3 -> {
        byte[] inserted = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, inserted, 0, at);
        inserted[at] = (byte) random.nextInt(256);
        System.arraycopy(bytes, at, inserted, at + 1, bytes.length - at);
        yield inserted;
      }
      default -> throw new IllegalStateException();
    };
  }

  // Dossiers -------------------------------------------------------------------------------------

  private static final String FILE = "evidence/1.png";
  private static final byte[] PHOTO = {1, 2, 3};
  private static final byte[] SALT = new byte[32];

  /** A dossier of one leaf, with the opening of its evidence. */
  private final class Dossier {
    private final NoteSigner signer = NoteSigner.generate("log.example", NoteKey.Type.ED25519);
    private final Map<String, Object> line =
        new TreeMap<>(
            Map.of(
                "leaf", "leaves/1.json",
                "proof", "proofs/1.txt",
                "openings", "openings/1.json",
                "entryId", "redone.create",
                "leafIndex", 0L));
    private final Map<String, Object> index = new TreeMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();

    /**
     * @param evidence the size of the photo that the leaf states
     */
    Dossier(long evidence) {
      HonestLog honest = new HonestLog();
      Leaf created = honest.numbered().get(honest.index("redone.create"));
      Map<String, Object> facts = new TreeMap<>(created.facts());
      facts.put("evidence", Map.of("kind", "PHOTO", "mediaType", "image/png", "bytes", evidence));
      String sha256 = HexFormat.of().formatHex(Hashes.sha256().digest(PHOTO));
      byte[] leaf =
          new Leaf(
                  created.entryId(),
                  created.type(),
                  created.aggregateType(),
                  created.aggregateId(),
                  1,
                  created.actor(),
                  created.occurredAt(),
                  created.recordedAt(),
                  created.transition(),
                  facts,
                  List.of(),
                  List.of(Commitment.of(SALT, "evidence", sha256)))
              .bytes();
      Hash root = Hash.of(Hashes.leaf(leaf));
      String text = new Checkpoint("log.example", 1, root).text();
      String note = new SignedNote(text, List.of(signer.sign(text))).note();
      index.putAll(
          Map.of(
              "format",
              "microwish/dossier/v1",
              "wishId",
              "redone",
              "treeSize",
              1L,
              "rootHash",
              root.hex(),
              "leaves",
              List.of(line),
              "evidence",
              List.of(Map.of("file", FILE, "entryId", "redone.create"))));
      put("checkpoint", note);
      files.put("leaves/1.json", leaf);
      put("proofs/1.txt", new TlogProof(0, List.of(), note).text());
      files.put(
          "openings/1.json",
          CanonicalJson.write(
              Map.of(
                  "entryId",
                  "redone.create",
                  "openings",
                  List.of(
                      Map.of(
                          "field",
                          "evidence",
                          "value",
                          sha256,
                          "salt",
                          Base64.getUrlEncoder().withoutPadding().encodeToString(SALT))))));
      files.put(FILE, PHOTO);
    }

    void put(String name, String text) {
      files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] zip() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      files.put("dossier.json", CanonicalJson.write(index));
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          zip.putNextEntry(new ZipEntry(file.getKey()));
          zip.write(file.getValue());
          zip.closeEntry();
        }
      }
      return bytes.toByteArray();
    }

    /** Asserts that both verifiers exit with the code, and that the first one prints the text. */
    void give(int code, String said, byte[] zip) throws Exception {
      Path file = Files.write(directory.resolve("dossier.zip"), zip);
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
      String key = signer.key().text();
      assertThat(Main.run(List.of("open", file.toString(), "--key", key), out, out))
          .as(printed.toString(StandardCharsets.UTF_8))
          .isEqualTo(code);
      assertThat(printed.toString(StandardCharsets.UTF_8)).contains(said);
      SecondVerifier.Ended second = SecondVerifier.run("--key", key, "--dossier", file.toString());
      assertThat(second.code()).as(said + ": " + second.output()).isEqualTo(code);
      assertThat(second.output()).contains(code == Main.CLEAN ? "CLEAN" : "WRONG: dossier: ");
    }
  }

  @Test
  void honestDossier_isClean() throws Exception {
    Dossier dossier = new Dossier(PHOTO.length);
    dossier.give(Main.CLEAN, "1 of 1 commitments opened, 1 files", dossier.zip());
  }

  /** A small file must not keep the verifier busy, or fill its memory. */
  @Test
  void dossier_isReadOnceAndUpToItsBounds() throws Exception {
    Dossier dossier = new Dossier(PHOTO.length);
    dossier.index.put("leaves", Collections.nCopies(2, dossier.line));
    dossier.give(Main.TAMPERED, "dossier.json lists leaves/1.json twice", dossier.zip());
    dossier = new Dossier(PHOTO.length);
    dossier.files.put("leaves/1.json", new byte[Leaf.MAX_BYTES + 1]);
    dossier.give(Main.TAMPERED, "leaves/1.json is too large", dossier.zip());
  }

  @ParameterizedTest
  @CsvSource({"2", "4"})
  void evidenceOfAnotherSizeThanTheLeafStates_isRefused(long stated) throws Exception {
    Dossier dossier = new Dossier(stated);
    dossier.give(Main.TAMPERED, FILE + ": not the file that the leaf commits to", dossier.zip());
  }

  /** The index must not contradict the proofs. */
  @ParameterizedTest
  @CsvSource({"treeSize, 2", "rootHash, ", "leafIndex, 1", "entryId, redone.submit"})
  void indexThatContradictsTheProofs_isRefused(String name, String other) throws Exception {
    Dossier dossier = new Dossier(PHOTO.length);
    Map<String, Object> object = dossier.index.containsKey(name) ? dossier.index : dossier.line;
    object.put(
        name,
        object.get(name) instanceof Long
            ? Long.valueOf(other)
            : other == null ? "0".repeat(64) : other);
    dossier.index.put("leaves", List.of(dossier.line));
    dossier.index.put("evidence", List.of());
    dossier.files.remove(FILE);
    dossier.give(Main.TAMPERED, "dossier.json does not say what ", dossier.zip());
  }

  /**
   * The verifier does not check a file that dossier.json does not list, so such a file could
   * deceive a reader.
   */
  @Test
  void fileThatIsNotListed_orOccursTwice_isRefused() throws Exception {
    Dossier dossier = new Dossier(PHOTO.length);
    dossier.put("leaves/2.json", "{}");
    dossier.give(
        Main.TAMPERED, "leaves/2.json: occurs twice, or the index does not name", dossier.zip());
    // Java's ZIP writer refuses to write a name twice, so the test renames a file in the bytes of
    // the ZIP.
    String zip = new String(dossier.zip(), StandardCharsets.ISO_8859_1);
    dossier.give(
        Main.TAMPERED,
        "leaves/1.json: occurs twice, or the index does not name",
        zip.replace("leaves/2.json", "leaves/1.json").getBytes(StandardCharsets.ISO_8859_1));
  }
}
