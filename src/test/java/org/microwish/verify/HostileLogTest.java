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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.TreeMap;
import java.util.zip.ZipOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.SampleLog;
import org.microwish.ledger.leaf.CanonicalJson;
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
    // Two bytes each: millions of them would fit into the largest file.
    Files.write(log.resolve(BUNDLE), new byte[2 * (Tile.WIDTH + 1)]);
    assertThat(run()).isEqualTo(Main.TAMPERED);
  }

  /** The files of an earlier run in the directory of --keep, changed by somebody. */
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
      // Most are found; some changes mean nothing, such as a space. None throws.
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

  /** A service whose list of numbers has no end, and whose leaves are always newer. */
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

  /** Random words, and those of a right command line in the wrong places. */
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

  @Test
  void textsOfALog_areCleanedForTerminalAndPage() {
    assertThat(Text.clean("a\u001b[2Jb\u202ec\ud800d<", 100))
        .isEqualTo("a\ufffd[2Jb\ufffdc\ufffdd<");
    assertThat(Text.clean("12345", 4)).isEqualTo("1234…");
    assertThat(Text.html("<a href='\"&")).isEqualTo("&lt;a href=&#39;&quot;&amp;");
  }
  private static List<byte[]> honestLeaves() {
    return new HonestLog().numbered().stream().map(Leaf::bytes).toList();
  }

  /** Java knows no month after this one. */
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

  /** The figures of such leaves are computed, too, because a service may publish some. */
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

  @SuppressWarnings("unchecked") // Objects have names as keys.
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

  /** A small file must not keep the verifier busy, or fill its memory. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, CLEAN",
    "2, 0, 1, dossier.json lists leaves/1.json twice",
    "1, 65535, 1, leaves/1.json is too large"
  })
  void dossier_isReadOnceAndUpToItsBounds(int times, int more, int code, String said)
      throws IOException {
    HonestLog honest = new HonestLog();
    byte[] leaf = honest.numbered().get(honest.index("redone.create")).bytes();
    NoteSigner signer = NoteSigner.generate("log.example/ledger", NoteKey.Type.ED25519);
    Hash root = Hash.of(Hashes.leaf(leaf));
    String text = new Checkpoint("log.example/ledger", 1, root).text();
    String note = new SignedNote(text, List.of(signer.sign(text))).note();
    Map<String, Object> line =
        Map.of(
            "leaf", "leaves/1.json",
            "proof", "proofs/1.txt",
            "entryId", "redone.create",
            "leafIndex", 0L);
    Map<String, Object> index =
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
            Collections.nCopies(times, line),
            "evidence",
            List.of());
    Path file = directory.resolve("dossier.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      put(zip, "dossier.json", CanonicalJson.write(index));
      put(zip, "checkpoint", note.getBytes(StandardCharsets.UTF_8));
      put(zip, "leaves/1.json", Arrays.copyOf(leaf, leaf.length + more));
      put(
          zip,
          "proofs/1.txt",
          new TlogProof(0, List.of(), note).text().getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    List<String> words = List.of("dossier", file.toString(), "--key", signer.key().text());
    assertThat(Main.run(words, out, out)).isEqualTo(code);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains(said);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
