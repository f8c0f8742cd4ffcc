package org.microwish.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.SampleLog;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.JsonReader;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.TlogProof;
import org.microwish.testing.SecondVerifier;

/** Runs the verifier's command line against a directory and against a server on this machine. */
@Tag("fast")
class VerifierRunTest {

  /** More than one bundle, so that the tree has a partial tile above level 0. */
  private static final int WISHES = 100;

  private static final int LEAVES = WISHES * 6;

  private static final String STATISTICS = "/api/v1/statistics/";

  private static final String NO_NUMBERS = "{\"treeSize\":0,\"items\":[],\"nextCursor\":null}";

  private final NoteSigner first = NoteSigner.generate("w1.example", NoteKey.Type.COSIGNATURE);
  private final NoteSigner second = NoteSigner.generate("w2.example", NoteKey.Type.COSIGNATURE);

  @TempDir Path directory;
  private Path log;
  private LogFiles files;
  private HttpServer server;
  private String printed;

  /** The leaves that the published figures of a served log count; none unless a test adds them. */
  private final LeafAudit counted = new LeafAudit(finding -> {});

  private long countedLeaves;

  @BeforeEach
  void writeLog() {
    log = directory.resolve("log");
    files = new LogFiles(log).append(SampleLog.leaves(WISHES)).finish();
  }

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.stop(0);
    }
  }

  private int run(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = Main.run(List.of(arguments), out, out);
    printed = bytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  private int verify(String... more) {
    return verifyAt(log.toString(), more);
  }

  private int verifyAt(String place, String... more) {
    return run(
        Stream.concat(Stream.of(place, "--key", files.key()), Arrays.stream(more))
            .toArray(String[]::new));
  }

  // A server -------------------------------------------------------------------------------------

  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Serves the log; requests whose path contains a text get another answer. */
  private String serve(String part, Answer other) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          Path file = log.resolve(path.replace("/api/v1/ledger/", ""));
          try (exchange) {
            if (!part.isEmpty() && path.contains(part)) {
              other.to(exchange);
            } else if (path.startsWith(STATISTICS)) {
              String query = exchange.getRequestURI().toString().substring(STATISTICS.length());
              send(exchange, 200, LogFiles.figures(query, counted.statistics(), countedLeaves));
            } else if (path.endsWith("/serial-numbers")) {
              send(exchange, 200, NO_NUMBERS.getBytes(StandardCharsets.UTF_8));
            } else if (path.startsWith("/api/v1/ledger/") && Files.isRegularFile(file)) {
              send(exchange, 200, Files.readAllBytes(file));
            } else {
              send(exchange, 404, new byte[0]);
            }
          }
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String serve() throws IOException {
    return serve("", exchange -> {});
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Test
  void servedLog_isClean() throws IOException {
    assertThat(verifyAt(serve())).isEqualTo(Main.CLEAN);
    assertThat(printed).contains("CLEAN: 600 leaves");
  }

  @ParameterizedTest
  @CsvSource({
    "500, checkpoint", "502, tile/0/001", "504, tile/entries/000", "403, tile/entries/001",
    "403, checkpoint", "500, tile/1/", "502, statistics", "500, serial-numbers"
  })
  void failingServer_isUnreachable_notTampered(int status, String path) throws IOException {
    String base =
        serve(path, exchange -> send(exchange, status, "no".getBytes(StandardCharsets.UTF_8)));
    assertThat(verifyAt(base)).isEqualTo(Main.UNREACHABLE);
    assertThat(printed).contains("status " + status).doesNotContain("TAMPERED");
  }

  @Test
  void missingTileOfASignedTree_isTampered() throws IOException {
    assertThat(verifyAt(serve("tile/entries/001", exchange -> send(exchange, 404, new byte[0]))))
        .isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("MISSING: tile/entries/001");
  }

  @Test
  void wrongAddress_isUnreachable_notTampered() throws IOException {
    String base = serve();
    // Another path, a host that answers every request with a page, and nothing at all.
    assertThat(verifyAt(base + "/api/v1/ledger")).isEqualTo(Main.UNREACHABLE);
    assertThat(printed).contains("there is no checkpoint").doesNotContain("TAMPERED");
    server.stop(0);
    assertThat(verifyAt(base)).isEqualTo(Main.UNREACHABLE);
    String page =
        serve(
            "/",
            exchange -> {
              exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
              send(exchange, 200, "<p>hello".getBytes(StandardCharsets.UTF_8));
            });
    assertThat(verifyAt(page)).isEqualTo(Main.UNREACHABLE);
    assertThat(printed).contains("is a web page").doesNotContain("TAMPERED");
    assertThat(verifyAt("https://log.invalid")).isEqualTo(Main.UNREACHABLE);
  }

  @Test
  void emptyDirectory_isUnreachable_notTampered() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThat(verifyAt(empty.toString())).isEqualTo(Main.UNREACHABLE);
    assertThat(printed).contains("there is no checkpoint").doesNotContain("TAMPERED");
  }

  @Test
  void endlessBody_isRefused() throws IOException {
    String base =
        serve(
            "tile/0/001",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] block = new byte[1 << 20];
              try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1_000; i++) {
                  out.write(block);
                }
              }
            });
    assertThat(verifyAt(base)).isEqualTo(Main.UNREACHABLE);
  }

  @Test
  void compressedBundles_areUnpacked_butOnlyUpToTheLargestBundle() throws IOException {
    AtomicBoolean bomb = new AtomicBoolean();
    String base =
        serve(
            "tile/entries/000",
            exchange -> {
              assertThat(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                  .isEqualTo("gzip");
              byte[] bytes =
                  bomb.get()
                      ? new byte[Source.MAX_FILE + 1]
                      : Files.readAllBytes(files.path("tile/entries/000"));
              ByteArrayOutputStream packed = new ByteArrayOutputStream();
              try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(bytes);
              }
              exchange.getResponseHeaders().add("Content-Encoding", "gzip");
              send(exchange, 200, packed.toByteArray());
            });
    assertThat(verifyAt(base)).isEqualTo(Main.CLEAN);
    bomb.set(true);
    assertThat(verifyAt(base)).isEqualTo(Main.UNREACHABLE);
    assertThat(printed).contains("more than");
  }

  /** The request's own timeout covers only the headers. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // Broken code would hang.
  void bodyThatStalls_isGivenUp() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    String base =
        serve(
            "checkpoint",
            exchange -> {
              exchange.sendResponseHeaders(200, 100);
              exchange.getResponseBody().flush();
              try {
                ended.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    try (Source source = new Source.Server(base, Duration.ofMillis(500))) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> source.read("checkpoint")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("completely");
    } finally {
      ended.countDown();
    }
  }

  // Findings -------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000.p/2", "tile/0/000", "tile/0/002.p/88"})
  void wrongTileOverRightLeaves_isOneFinding(String tile) throws IOException {
    byte[] bytes = Files.readAllBytes(files.path(tile));
    bytes[40] ^= 1;
    files.write(tile, bytes);
    assertThat(verify()).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("TAMPERED: 1 findings").contains("TILE_HASH:").contains(tile);
  }

  @Test
  void missingPartialUpperTile_isFound() throws IOException {
    Files.delete(files.path("tile/1/000.p/2"));
    assertThat(verify()).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("TAMPERED: 1 findings").contains("MISSING: tile/1/000.p/2");
  }

  @Test
  void changedEntry_isOneFinding_whateverFollowsFromIt() throws IOException {
    byte[] bundle = Files.readAllBytes(files.path("tile/entries/000"));
    String text = new String(bundle, StandardCharsets.ISO_8859_1);
    // The version of one entry and the transition of another: the versions now have a gap.
    files.write(
        "tile/entries/000",
        text.replaceFirst("\"version\":3", "\"version\":7").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(verify()).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("TAMPERED: 1 findings").contains("LEAF_HASH: leaf 2:");
  }

  // Earlier runs ---------------------------------------------------------------------------------

  @Test
  void since_reportsWhetherTheLogExtendsThatOfAnEarlierRun() throws IOException {
    Path since = directory.resolve("checkpoint.txt");
    assertThat(verify("--since", since.toString())).isEqualTo(Main.CLEAN);
    assertThat(printed)
        .contains(since + " does not exist: there is no earlier run")
        .doesNotContain("Consistent");
    files.append(SampleLog.leaves(WISHES + 10).subList(LEAVES, LEAVES + 60)).finish();
    assertThat(verify("--since", since.toString())).isEqualTo(Main.CLEAN);
    assertThat(printed)
        .contains("Consistent: the log extends the 600 leaves of the earlier run")
        .doesNotContain("does not exist");
    assertThat(Files.readString(since)).isEqualTo(files.checkpoint().note());
  }

  @Test
  void since_ofAnotherLogOrKey_isAWrongArgument() throws IOException {
    Path since = directory.resolve("checkpoint.txt");
    NoteSigner other = NoteSigner.generate("other.example", NoteKey.Type.ED25519);
    String text = files.checkpoint().text().replaceFirst(LogFiles.ORIGIN, "other.example");
    Files.writeString(since, new SignedNote(text, List.of(other.sign(text))).note());
    assertThat(verify("--since", since.toString())).isEqualTo(Main.USAGE);
    assertThat(verify("--key", other.key().text(), "--since", since.toString()))
        .isEqualTo(Main.USAGE);
    assertThat(printed).contains("of the log other.example");
    Files.writeString(since, "");
    assertThat(verify("--since", since.toString())).isEqualTo(Main.USAGE);
  }

  // Kept copy ------------------------------------------------------------------------------------

  @Test
  void keep_storesNothingOfALogThatIsNotTheSignedOne() throws IOException {
    byte[] good = Files.readAllBytes(files.path("tile/entries/001"));
    byte[] bad = good.clone();
    bad[100] ^= 1;
    files.write("tile/entries/001", bad);
    Path kept = directory.resolve("kept");
    assertThat(verifyAt(serve(), "--keep", kept.toString())).isEqualTo(Main.TAMPERED);
    assertThat(filesIn(kept)).isEmpty();
    // The second run must not use the wrong file that the first run downloaded.
    files.write("tile/entries/001", good);
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    assertThat(verifyAt(base, "--keep", kept.toString())).isEqualTo(Main.CLEAN);
    assertThat(filesIn(kept))
        .filteredOn(file -> !file.startsWith("statistics/"))
        .containsExactlyInAnyOrderElementsOf(filesIn(log));
    assertThat(verifyAt(kept.toString())).isEqualTo(Main.CLEAN);
  }

  @Test
  void keep_continuesAnInterruptedRun_withoutTakingItsFilesForChecked() throws IOException {
    Path kept = directory.resolve("kept");
    AtomicBoolean down = new AtomicBoolean(true);
    List<String> asked = new ArrayList<>();
    String base =
        serve(
            "tile/entries/0",
            exchange -> {
              String path = exchange.getRequestURI().getPath();
              synchronized (asked) {
                asked.add(path);
              }
              if (down.get() && path.contains("002")) {
                send(exchange, 500, new byte[0]);
              } else {
                send(
                    exchange,
                    200,
                    Files.readAllBytes(files.path(path.replace("/api/v1/ledger/", ""))));
              }
            });
    assertThat(verifyAt(base, "--keep", kept.toString())).isEqualTo(Main.UNREACHABLE);
    assertThat(filesIn(kept)).allMatch(file -> file.startsWith("unchecked"));
    boolean first = filesIn(kept).contains("unchecked/tile/entries/000");
    asked.clear();
    down.set(false);
    assertThat(verifyAt(base, "--keep", kept.toString())).isEqualTo(Main.CLEAN);
    assertThat(asked.stream().anyMatch(path -> path.endsWith("/000"))).isEqualTo(!first);
    assertThat(filesIn(kept))
        .filteredOn(file -> !file.startsWith("statistics/"))
        .containsExactlyInAnyOrderElementsOf(filesIn(log));
    asked.clear();
    assertThat(verifyAt(base, "--keep", kept.toString())).isEqualTo(Main.CLEAN);
    assertThat(asked).allMatch(path -> path.contains(".p/"));
  }

  private static List<String> filesIn(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  // Witnesses ------------------------------------------------------------------------------------

  private void cosigned(SignedNote.Line... lines) throws IOException {
    files.write(files.checkpoint().with(List.of(lines)));
  }

  private SignedNote.Line by(NoteSigner witness, Instant at) throws IOException {
    return witness.cosign(files.checkpoint().text(), at.getEpochSecond());
  }

  @Test
  void quorum_isTheAuditorsChoice_andTheOutputListsWitnessesWithTimes() throws IOException {
    String one = first.key().text();
    String two = second.key().text();
    assertThat(verify("--witness", one)).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("WITNESS: 0 of the given witnesses cosigned");
    cosigned(by(first, Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(verify("--witness", one)).isEqualTo(Main.CLEAN);
    assertThat(printed)
        .contains(
            "Signed by the log: " + LogFiles.ORIGIN + ", key id " + files.signer().key().hexId())
        .contains(
            "Cosigned by the witness: w1.example, key id "
                + first.key().hexId()
                + ", at 2026-01-02T03:04:05Z");
    assertThat(verify("--witness", one, "--witness", two)).isEqualTo(Main.TAMPERED);
    assertThat(verify("--witness", one, "--witness", two, "--quorum", "1")).isEqualTo(Main.CLEAN);
    // An unknown witness is listed, but its signature does not count.
    assertThat(verify()).isEqualTo(Main.CLEAN);
    assertThat(printed).contains("Ignored signature by an unknown key: w1.example");
    cosigned(by(second, Instant.parse("2026-01-02T03:04:06Z")));
    assertThat(verify("--witness", one, "--witness", two)).isEqualTo(Main.CLEAN);
  }

  @Test
  void quorum_countsAWitnessOnce_whateverItsKeys() throws IOException {
    NoteSigner newKey = NoteSigner.generate("w1.example", NoteKey.Type.COSIGNATURE);
    cosigned(by(first, Instant.EPOCH), by(newKey, Instant.EPOCH), by(first, Instant.EPOCH));
    String[] witnesses = {
      "--witness",
      first.key().text(),
      "--witness",
      newKey.key().text(),
      "--witness",
      second.key().text(),
      "--quorum",
      "2"
    };
    assertThat(verify(witnesses)).isEqualTo(Main.TAMPERED);
    witnesses[7] = "3";
    assertThat(verify(witnesses)).isEqualTo(Main.USAGE);
  }

  @Test
  void cosignatureFromTheFuture_isRefused() throws IOException {
    cosigned(by(first, Instant.now().plusSeconds(3600)));
    assertThat(verify("--witness", first.key().text())).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("Refused cosignature: w1.example").contains("in the future");
    files.finish();
    cosigned(first.cosign(files.checkpoint().text(), -1L));
    assertThat(verify("--witness", first.key().text())).isEqualTo(Main.TAMPERED);
  }

  @Test
  void wrongCosignatureOfAKnownWitness_isFound() throws IOException {
    SignedNote.Line right = by(first, Instant.EPOCH);
    byte[] bytes = right.bytes();
    bytes[20] ^= 1;
    cosigned(
        new SignedNote.Line(
            right.name(), right.keyId(), java.util.Base64.getEncoder().encodeToString(bytes)));
    assertThat(verify("--witness", first.key().text())).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("the cosignature of w1.example");
  }

  @Test
  void cosignatureKeyWithTheLogsName_isNotTheLogsSignature() throws IOException {
    NoteSigner impostor = NoteSigner.generate(LogFiles.ORIGIN, NoteKey.Type.COSIGNATURE);
    String text = files.checkpoint().text();
    files.write(new SignedNote(text, List.of(impostor.cosign(text, 1_700_000_000))));
    String key = impostor.key().text();
    assertThat(verify()).isEqualTo(Main.TAMPERED);
    assertThat(run(log.toString(), "--key", key)).isEqualTo(Main.USAGE);
    assertThat(verify("--witness", key)).isEqualTo(Main.USAGE);
    Verifier verifier =
        new Verifier(
            Source.of(log.toString()),
            List.of(impostor.key()),
            java.util.Optional.empty(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    assertThat(verifier.verify().findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.SIGNATURE);
    // In a proof, this key does not count either.
    Leaf leaf = SampleLog.leaves(1).getFirst();
    TlogProof proof = new TlogProof(0, List.of(), files.checkpoint().note());
    assertThat(proof.proves(Hashes.leaf(leaf.bytes()), impostor.key())).isFalse();
  }

  @Test
  void proof_needsTheQuorum_too() throws IOException {
    Leaf leaf = SampleLog.leaves(1).getFirst();
    log = directory.resolve("single");
    files = new LogFiles(log).append(List.of(leaf)).finish();
    Path leafFile = Files.write(directory.resolve("leaf.json"), leaf.bytes());
    Path proof = directory.resolve("proof.txt");
    String[] arguments = {
      "proof",
      proof.toString(),
      leafFile.toString(),
      "--key",
      files.key(),
      "--witness",
      first.key().text()
    };
    Files.writeString(proof, new TlogProof(0, List.of(), files.checkpoint().note()).text());
    assertThat(run(arguments)).isEqualTo(Main.TAMPERED);
    cosigned(by(first, Instant.EPOCH));
    Files.writeString(proof, new TlogProof(0, List.of(), files.checkpoint().note()).text());
    assertThat(run(arguments)).isEqualTo(Main.CLEAN);
    assertThat(printed).contains("cosigned by w1.example");
  }

  @Test
  void newestCheckpoint_isReadAgainUntilItIsCosigned() throws IOException {
    SignedNote bare = files.checkpoint();
    SignedNote.Line line = by(first, Instant.EPOCH);
    AtomicLong reads = new AtomicLong();
    String base =
        serve(
            "checkpoint",
            exchange ->
                send(
                    exchange,
                    200,
                    (reads.incrementAndGet() < 3 ? bare : bare.with(List.of(line)))
                        .note()
                        .getBytes(StandardCharsets.UTF_8)));
    assertThat(verifyAt(base, "--witness", first.key().text())).isEqualTo(Main.CLEAN);
    assertThat(reads).hasValue(3);
  }

  private static byte[] history(SignedNote... newestFirst) {
    return Stream.of(newestFirst)
        .map(note -> "{\"note\":\"" + note.note().replace("\n", "\\n") + "\"}")
        .collect(Collectors.joining(",", "{\"items\":[", "],\"nextCursor\":null}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Witnesses never keep up with a log that has a new checkpoint every second. */
  @Test
  void newestCheckpointThatReachesTheQuorum_isVerified_onABusyLog() throws IOException {
    SignedNote cosigned = files.checkpoint().with(List.of(by(first, Instant.EPOCH)));
    files.append(SampleLog.leaves(WISHES + 10).subList(LEAVES, LEAVES + 60)).finish();
    SignedNote newest = files.checkpoint();
    String base =
        serve("checkpoints", exchange -> send(exchange, 200, history(newest, cosigned, newest)));
    String kept = directory.resolve("kept").toString();
    assertThat(verifyAt(base, "--witness", first.key().text(), "--keep", kept))
        .isEqualTo(Main.CLEAN);
    assertThat(printed)
        .contains("The newest checkpoint, of 660 leaves: 0 of the given witnesses cosigned")
        .contains("CLEAN: 600 leaves");
    // A sample is drawn again from the same checkpoint.
    Path sample =
        Files.writeString(
            directory.resolve("sample.json"),
            "{\"treeSize\":0,\"n\":1,\"seed\":\"s\",\"rootHash\":\"%s\",\"strata\":[]}"
                .formatted(Hash.of(new Frontier().root()).hex()));
    String[] arguments = {
      "sample", sample.toString(), base, "--key", files.key(), "--witness", first.key().text()
    };
    assertThat(run(arguments)).as(printed).isEqualTo(Main.CLEAN);
    assertThat(printed).contains("of the first 0 of the 600 leaves");
    assertThat(verifyAt(kept, "--witness", first.key().text())).isEqualTo(Main.CLEAN);
    assertThat(printed).contains("CLEAN: 600 leaves");
  }

  @Test
  void cosignedCheckpoint_beforeTheOneOfAnEarlierRun_isNotTaken() throws IOException {
    SignedNote old = files.checkpoint().with(List.of(by(first, Instant.EPOCH)));
    files.append(SampleLog.leaves(WISHES + 10).subList(LEAVES, LEAVES + 60)).finish();
    SignedNote newest = files.checkpoint();
    SignedNote.Line line = by(first, Instant.EPOCH);
    AtomicLong reads = new AtomicLong();
    Path since = Files.writeString(directory.resolve("since.txt"), newest.note());
    String base =
        serve(
            "checkpoint",
            exchange -> {
              boolean list = exchange.getRequestURI().getPath().endsWith("s");
              send(
                  exchange,
                  200,
                  list
                      ? history(newest, old)
                      : (reads.incrementAndGet() < 2 ? newest : newest.with(List.of(line)))
                          .note()
                          .getBytes(StandardCharsets.UTF_8));
            });
    assertThat(verifyAt(base, "--witness", first.key().text(), "--since", since.toString()))
        .isEqualTo(Main.CLEAN);
    assertThat(printed).contains("CLEAN: 660 leaves");
  }

  /**
   * The reader waits longer for cosignatures than for the requested size. When the cosignature
   * comes after the tries for the size are used up, the reader must still stop.
   */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // Broken code would hang.
  void checkpointThatIsCosignedLate_andTooSmallForEver_isReadOnlyAFewTimes() throws IOException {
    SignedNote old = files.checkpoint();
    SignedNote.Line line = by(first, Instant.EPOCH);
    files.append(SampleLog.leaves(WISHES + 10).subList(LEAVES, LEAVES + 60)).finish();
    Checkpoint since = Checkpoint.parse(files.checkpoint().text());
    AtomicLong reads = new AtomicLong();
    Source rolledBack =
        new Source() {
          @Override
          public Optional<byte[]> read(String path) throws IOException {
            if (!path.equals("checkpoint")) {
              return Source.of(log.toString()).read(path);
            }
            SignedNote note =
                reads.incrementAndGet() <= CheckpointReader.TRIES + 1
                    ? old
                    : old.with(List.of(line));
            return Optional.of(note.note().getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public boolean isService() {
            return true;
          }
        };
    Trust trust = new Trust(List.of(files.signer().key()), List.of(first.key()), 1);
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    CheckpointReader checkpoints = new CheckpointReader(rolledBack, trust, out, time -> {});
    assertThat(new Verifier(rolledBack, trust, Optional.of(since), out, checkpoints).verify())
        .satisfies(
            result ->
                assertThat(result.findings())
                    .extracting(Finding::kind)
                    .contains(Finding.Kind.TRUNCATED)
                    .doesNotContain(Finding.Kind.WITNESS));
    assertThat(reads).hasValue(CheckpointReader.TRIES + 2);
  }

  @Test
  void wrongWitnessArguments_areRefused() {
    String witness = first.key().text();
    assertThat(verify("--witness", files.key())).isEqualTo(Main.USAGE);
    assertThat(verify("--quorum", "1")).isEqualTo(Main.USAGE);
    for (String bad : List.of("0", "2", "-1", "x", "", "99999999999")) {
      assertThat(verify("--witness", witness, "--quorum", bad)).as(bad).isEqualTo(Main.USAGE);
    }
    assertThat(run("proof", "a", "b", "--key", files.key(), "--keep", "c")).isEqualTo(Main.USAGE);
  }

  // Report ---------------------------------------------------------------------------------------

  private static Map<?, ?> json(Path file) throws IOException {
    return (Map<?, ?>) JsonReader.read(Files.readString(file));
  }

  @Test
  void report_hasWhatWasChecked_asJsonAndAsAPage() throws IOException {
    cosigned(by(first, Instant.parse("2026-01-02T03:04:05Z")));
    Path since = Files.writeString(directory.resolve("since"), files.checkpoint().note());
    Path file = directory.resolve("report.json");
    assertThat(
            verify(
                "--report",
                file.toString(),
                "--since",
                since.toString(),
                "--witness",
                first.key().text()))
        .isEqualTo(Main.CLEAN);
    Map<?, ?> json = json(file);
    assertThat(json.get("result")).isEqualTo("CLEAN");
    assertThat(json.get("exitCode")).isEqualTo(0L);
    assertThat(json.get("origin")).isEqualTo(LogFiles.ORIGIN);
    assertThat(json.get("treeSize")).isEqualTo(600L);
    assertThat(json.get("leavesRead")).isEqualTo(600L);
    assertThat((String) json.get("rootHash"))
        .isEqualTo(files.checkpoint().text().lines().toList().get(2));
    assertThat(((Map<?, ?>) json.get("earlier")).get("extended")).isEqualTo(true);
    Map<?, ?> key = (Map<?, ?>) ((List<?>) json.get("keys")).getFirst();
    assertThat(key.get("keyId")).isEqualTo(files.signer().key().hexId());
    assertThat(key.get("signed")).isEqualTo(true);
    Map<?, ?> witness = (Map<?, ?>) ((List<?>) json.get("witnesses")).getFirst();
    assertThat(witness.get("name")).isEqualTo("w1.example");
    assertThat(witness.get("cosignedAt")).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(json.get("findings")).isEqualTo(List.of());
    assertThat(Instant.parse((String) json.get("startedAt")))
        .isBeforeOrEqualTo(Instant.parse((String) json.get("endedAt")));
    assertThat(((Map<?, ?>) json.get("verifier")).get("java")).isNotNull();
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains(
            "台账核验报告",
            "结论：通过",
            files.signer().key().hexId(),
            "w1.example",
            "已见证，时间 2026-01-02 11:04:05")
        .contains("微项目：达成（件）");
  }

  @Test
  void report_ofATamperedLog_listsTheFindings_andIsWellFormed() throws IOException {
    // A leaf that contains markup, so that a finding quotes the markup.
    log = directory.resolve("markup");
    Leaf bad =
        SampleLog.leaf(
            "w1",
            1,
            org.microwish.ledger.leaf.EntryType.WISH_CREATED,
            "<script>alert('x')</script>&",
            null,
            "DRAFT",
            Map.of("wish", Map.of()));
    files = new LogFiles(log).append(List.of(bad)).finish();
    Path file = directory.resolve("report");
    assertThat(verify("--report", file.toString())).isEqualTo(Main.TAMPERED);
    Map<?, ?> json = json(file);
    assertThat(json.get("result")).isEqualTo("TAMPERED");
    // One finding that the leaf contains free text, and one about the unknown command.
    assertThat(json.get("findingCount")).isEqualTo(2L);
    Map<?, ?> finding = (Map<?, ?>) ((List<?>) json.get("findings")).getLast();
    assertThat((String) finding.get("text")).contains("<script>");
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("结论：不通过", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;")
        .doesNotContain("<script>");
  }

  @Test
  void report_isWrittenToo_whenTheLogCannotBeRead() throws IOException {
    Path file = directory.resolve("page.html");
    assertThat(verifyAt("http://127.0.0.1:1", "--report", file.toString()))
        .isEqualTo(Main.UNREACHABLE);
    assertThat(json(directory.resolve("page.json")).get("result")).isEqualTo("UNREACHABLE");
    assertThat(Files.readString(file)).contains("不能得出结论");
    assertThat(verify("--report", directory.resolve("log/checkpoint/x").toString()))
        .isEqualTo(Main.UNREACHABLE);
  }

  @Test
  void everyFigure_hasAChineseName() throws IOException {
    Verifier verifier =
        new Verifier(
            Source.of(log.toString()),
            List.of(files.signer().key()),
            java.util.Optional.empty(),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    verifier.verify();
    assertThat(verifier.figures())
        .isNotEmpty()
        .allSatisfy(
            figure ->
                assertThat(Report.chinese().stringPropertyNames())
                    .contains("figure." + figure.name()));
  }

  @Test
  void progress_showsRateAndRemainingTime() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AtomicLong nanos = new AtomicLong();
    Progress progress =
        new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), 1_000_000, nanos::get);
    progress.show(1);
    nanos.set(10_000_000_000L);
    progress.show(400_000);
    progress.show(400_001);
    nanos.set(1_000_000_000_000L);
    progress.show(500_000);
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "400000 of 1000000 leaves (40 %), 40000 per second, 15 s left",
            "500000 of 1000000 leaves (50 %), 500 per second, 17 min left");
  }

  /** Wrong arguments must not be reported as a tampered log. */
  @Test
  void bothVerifiers_endWithTheSameCodes() throws Exception {
    HonestLog log = new HonestLog();
    String place = log.write(directory.resolve("both"), log.numbered()).toString();
    String key = log.key().text();
    Path nothing = Files.createDirectories(directory.resolve("nothing"));
    Path broken = Files.writeString(directory.resolve("broken.txt"), "no checkpoint");
    String other = new HonestLog().key().text();
    for (Object[] run :
        new Object[][] {
          {Main.CLEAN, place, "--key", key},
          {Main.TAMPERED, place, "--key", other},
          {Main.UNREACHABLE, nothing.toString(), "--key", key},
          {Main.UNREACHABLE, directory.resolve("nowhere").toString(), "--key", key},
          {Main.UNREACHABLE, "http://127.0.0.1:9", "--key", key},
          {Main.USAGE, place},
          {Main.USAGE, place, "--key"},
          {Main.USAGE, place, "--key", "x"},
          {Main.USAGE, place, "--key", key, "--since", broken.toString()},
          {Main.USAGE, place, "--key", key, "--unknown"},
          {Main.USAGE}
        }) {
      String[] words = Arrays.stream(run).skip(1).toArray(String[]::new);
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
      assertThat(Main.run(List.of(words), nowhere, nowhere))
          .as(String.join(" ", words))
          .isEqualTo(run[0]);
      SecondVerifier.Ended second = SecondVerifier.run(words);
      assertThat(second.code()).as(second.output()).isEqualTo(run[0]);
    }
  }

  /**
   * Only figures of people may be missing, because small ones are not shown. All other figures must
   * be there.
   */
  @ParameterizedTest
  @CsvSource({
    "wishes, claimingMembers, , ",
    "projects, participations, , ",
    "wishes, published, , wishes.published is not published",
    "projects, spent, , projects.spent is not published",
    "projects, published, 7, 'projects.published is published as 7, but the leaves give 0'",
    "projects, spent, 7.00, 'projects.spent is published as 7.00, but the leaves give 0.00'",
    "projects, , , projects.published is not published",
    "asOf, treeSize, 0.5, the overview counts",
    ", , , ill-formed"
  })
  void overview_isComparedWholly_bySecondVerifier(
      String part, String field, String value, String finding) throws Exception {
    ObjectNode overview = (ObjectNode) new ObjectMapper().readTree(LogFiles.figures("overview"));
    if (part == null) {
      overview.removeAll();
    } else if (field == null) {
      overview.remove(part);
    } else if (value == null) {
      ((ObjectNode) overview.get(part)).remove(field);
    } else {
      ((ObjectNode) overview.get(part)).put(field, value);
    }
    byte[] body = overview.toString().getBytes(StandardCharsets.UTF_8);
    String base = serve("statistics/overview", exchange -> send(exchange, 200, body));
    SecondVerifier.Ended ended = SecondVerifier.run(base, "--key", files.key());
    assertThat(ended.code())
        .as(ended.output())
        .isEqualTo(finding == null ? Main.CLEAN : Main.TAMPERED);
    assertThat(ended.output()).contains(finding == null ? "CLEAN" : finding);
    if (finding != null) {
      assertThat(verifyAt(base)).isEqualTo(Main.TAMPERED);
    }
  }

  @Test
  void missingOverviewOfAService_isAFindingOfBothVerifiers() throws Exception {
    String base = serve("statistics/overview", exchange -> send(exchange, 404, new byte[0]));
    SecondVerifier.Ended ended = SecondVerifier.run(base, "--key", files.key());
    assertThat(ended.output()).contains("the overview is missing");
    assertThat(ended.code()).isEqualTo(Main.TAMPERED);
    assertThat(verifyAt(base)).isEqualTo(Main.TAMPERED);
  }

  private static void secondParses(String leaf) throws Exception {
    String hex = HexFormat.of().formatHex(leaf.getBytes(StandardCharsets.UTF_8));
    SecondVerifier.evaluate("audit.parse_leaf(bytes.fromhex('" + hex + "'))['entryId']");
  }

  /**
   * The parts of a leaf besides the facts have fixed forms too, so that nobody can publish words in
   * them.
   */
  @Test
  void leafOfAnotherForm_isRefusedByBothVerifiers() throws Exception {
    HonestLog log = new HonestLog().bindBefore("shared.claim-m1");
    String good =
        new String(log.numbered().get(log.index("bound")).bytes(), StandardCharsets.UTF_8);
    assertThat(LeafFindings.of(List.of(good.getBytes(StandardCharsets.UTF_8)))).isEmpty();
    secondParses(good);
    String deep = "[".repeat(700) + "]".repeat(700);
    for (String[] change :
        new String[][] {
          {"\"wish.0\"", "\"王阿姨\""},
          {"\"wish.0\"", "\"" + "w".repeat(65) + "\""},
          {"A".repeat(43), "A".repeat(42)},
          {"A".repeat(43), "王".repeat(43)},
          {"\"entryId\":\"bound\"", "\"entryId\":\"王阿姨\""},
          {"\"id\":\"account1\",\"type\"", "\"id\":\"王阿姨\",\"type\""},
          {"\"id\":\"account1\",\"role\"", "\"id\":\"lives at no. 5\",\"role\""},
          {"\"role\":\"RESIDENT\"}", "\"role\":\"王阿姨\"}"},
          {",\"role\":\"RESIDENT\"}", ",\"organisation\":\"王阿姨\",\"role\":\"RESIDENT\"}"},
          {"\"command\":\"BIND\"", "\"command\":\"王阿姨\""},
          {"\"from\":\"ACTIVE\"", "\"from\":\"王阿姨\""},
          {"\"to\":\"ACTIVE\"", "\"to\":\"王阿姨\""},
          {"\"recordedAt\":\"20", "\"recordedAt\":\"x0"},
          {"\"type\":\"ACCOUNT_CHANGED\"", "\"type\":\"ACCOUNT_PAINTED\""},
          {"\"v\":1", "\"v\":2"},
          {"\"v\":1", "\"v\":true"},
          {"\"facts\":{", "\"facts\":{\"a\":" + deep + ","},
          {"\"facts\":", "\"facts\" :"},
        }) {
      String bad = good.replace(change[0], change[1]);
      assertThat(bad).isNotEqualTo(good);
      assertThat(LeafFindings.of(List.of(bad.getBytes(StandardCharsets.UTF_8))))
          .as(change[1])
          .hasSize(1);
      assertThatThrownBy(() -> secondParses(bad)).as(change[1]).hasMessageContaining("audit.Wrong");
    }
    // The right digits, but no day of the calendar.
    String noDay = good.replaceFirst("(\"recordedAt\":\"[0-9]{4})-[0-9-]{5}", "$1-02-30");
    assertThat(LeafFindings.of(List.of(noDay.getBytes(StandardCharsets.UTF_8)))).hasSize(1);
    assertThatThrownBy(() -> secondParses(noDay)).hasMessageContaining("audit.Wrong");
  }

  /** A service that has stopped counting must be reported, even if its log has not grown since. */
  @Test
  void oldFigures_areFoundByBothVerifiers_butFreshOnesMayLag() throws Exception {
    String base = serve();
    assertThat(verifyAt(base)).as(printed).isEqualTo(Main.CLEAN);
    SecondVerifier.Ended second = SecondVerifier.run(base, "--key", files.key());
    assertThat(second.code()).as(second.output()).isEqualTo(Main.CLEAN);
    HonestLog old = new HonestLog();
    log = old.write(directory.resolve("old"), old.numbered());
    String key = old.key().text();
    assertThat(run(base, "--key", key)).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains(" counts 0 leaves and leaves out leaf 0");
    second = SecondVerifier.run(base, "--key", key);
    assertThat(second.code()).isEqualTo(Main.TAMPERED);
    assertThat(second.output()).contains("the overview counts only 0 leaves");
  }

  /** A service may omit only serial numbers of the last hour; otherwise it could omit all. */
  @Test
  void missingOrOldSerialNumbersOfAService_areAFinding() throws IOException {
    String base = serve("serial-numbers", exchange -> send(exchange, 404, new byte[0]));
    assertThat(verifyAt(base)).isEqualTo(Main.TAMPERED);
    assertThat(printed)
        .contains("TAMPERED: 1 findings")
        .contains("SERIAL_NUMBER: the service does not publish the serial numbers");
    server.stop(0);
    HonestLog old = new HonestLog();
    log = old.write(directory.resolve("old"), old.numbered());
    assertThat(run(serve(), "--key", old.key().text())).isEqualTo(Main.TAMPERED);
    assertThat(printed).contains("SERIAL_NUMBER: leaf ", " is not published (and ");
  }

  /** Published figures may already count leaves that the newest checkpoint does not contain yet. */
  @Test
  void checkpointBehindTheFigures_isReadAgainByBothVerifiers() throws Exception {
    for (Leaf leaf : SampleLog.leaves(WISHES)) {
      counted.add(countedLeaves, LeafAudit.read(countedLeaves, leaf.bytes()));
      countedLeaves++;
    }
    byte[] newest = Files.readAllBytes(files.path("checkpoint"));
    files.checkpoint(0, Hashes.empty());
    byte[] behind = Files.readAllBytes(files.path("checkpoint"));
    AtomicLong late = new AtomicLong(3);
    String base =
        serve(
            "/checkpoint",
            exchange -> send(exchange, 200, late.getAndDecrement() > 0 ? behind : newest));
    assertThat(verifyAt(base)).as(printed).isEqualTo(Main.CLEAN);
    late.set(3);
    SecondVerifier.Ended second = SecondVerifier.run(base, "--key", files.key());
    assertThat(second.output()).contains("600 leaves");
    assertThat(second.code()).as(second.output()).isEqualTo(Main.CLEAN);
    // If the checkpoint never contains the counted leaves, the verifier reports a finding after
    // several attempts. This call skips the pauses between the attempts.
    late.set(Long.MAX_VALUE);
    assertThat(
            SecondVerifier.evaluate(
                "[setattr(audit, 'PAUSE', 0), audit.main(['%s', '--key', '%s'])]"
                    .formatted(base, files.key())))
        .contains("the overview counts 600 leaves, the checkpoint has 0")
        .endsWith("[None, 1]");
  }

  @Test
  void bothVerifiers_knowTheSameTypesOfEntries() throws Exception {
    assertThat(SecondVerifier.evaluate("' '.join(sorted(audit.TYPES))"))
        .isEqualTo(
            Arrays.stream(EntryType.values())
                .map(Enum::name)
                .sorted()
                .collect(Collectors.joining(" ")));
  }

  /** Facts that the service no longer writes are in old leaves, which never change. */
  @Test
  void oldLeavesWithRetiredFacts_areAcceptedByBothVerifiers() throws Exception {
    HonestLog log = new HonestLog();
    log.change("group.propose", HonestLog.fact("group.leader", "m1"));
    log.change("group.leave", HonestLog.fact("membership.reason", "OWN_WISH"));
    String place = log.write(directory.resolve("both"), log.numbered()).toString();
    assertThat(run(place, "--key", log.key().text())).as(printed).isEqualTo(Main.CLEAN);
    SecondVerifier.Ended second = SecondVerifier.run(place, "--key", log.key().text());
    assertThat(second.code()).as(second.output()).isEqualTo(Main.CLEAN);
  }

  @Test
  void leafWithAnUnknownFact_isRefusedByBothVerifiers() throws Exception {
    HonestLog log = new HonestLog();
    log.change("shared.release", HonestLog.fact("weather", "RAIN"));
    String place = log.write(directory.resolve("both"), log.numbered()).toString();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    List<String> words = List.of(place, "--key", log.key().text());
    assertThat(Main.run(words, nowhere, nowhere)).isEqualTo(Main.TAMPERED);
    SecondVerifier.Ended second = SecondVerifier.run(words.toArray(String[]::new));
    assertThat(second.output()).contains("states weather, a fact that the schema does not have");
    assertThat(second.code()).isEqualTo(Main.TAMPERED);
  }
}
