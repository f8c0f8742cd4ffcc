package org.microwish.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.Hashes;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.testing.SecondVerifier;
import org.microwish.verify.Main;

/**
 * Runs both offline verifiers on the ledger of a whole street: over HTTP, on a copy, and on copies
 * that were tampered with.
 */
@Tag("database")
@QuarkusTest
@TestProfile(SampleDatabase.class)
class SampleVerifiedTest {

  @Inject SampleLoader loader;
  @TestHTTPResource URI service;
  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private String base;
  private String key;

  @BeforeEach
  void loadTheStreet() throws Exception {
    // Does nothing if the street is loaded already.
    loader.load(progress -> {}, () -> false);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              var status = given().get("/api/v1/ledger/status").jsonPath();
              return status.getLong("queueDepth") == 0
                  && status.getLong("checkpointSize") == status.getLong("treeSize");
            });
    key = given().get("/api/v1/ledger/keys").path("log[0].verifierKey");
    base = service.toString().replaceFirst("/$", "");
  }

  @Test
  void theVerifierFindsTheStreetCleanAndCountsWhatTheServiceCounts() throws IOException {
    Path since = directory.resolve("checkpoint.txt");
    int code = Main.run(List.of(base, "--key", key, "--since", since.toString()), out, out);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("CLEAN")
        .containsPattern("projects.spent +97150.60 +97150.60")
        .containsPattern("wishes.claimingMembers +455 +455");
    assertThat(code).isEqualTo(Main.CLEAN);
    assertThat(Main.run(List.of(base, "--key", key, "--since", since.toString()), out, out))
        .isEqualTo(Main.CLEAN);
    keptFiguresAreCompared(base, key);
  }

  /**
   * Checks that the kept copy contains the figures, and that a changed or missing figure is found.
   */
  private void keptFiguresAreCompared(String base, String key) throws IOException {
    Path kept = directory.resolve("kept");
    assertThat(run(base, "--key", key, "--keep", kept.toString())).contains("CLEAN");
    assertThat(run(kept.toString(), "--key", key))
        .contains("CLEAN")
        .containsPattern("Published answers compared +[0-9]{3}");
    for (String[] forged :
        new String[][] {
          {"overview", "\"fulfilled\":274", "\"fulfilled\":275"},
          {"breakdown_by_category", "\"published\":", "\"published\":1"},
          {"breakdown_by_month", "\"fulfilled\":", "\"fulfilled\":1"},
          {"times", "\"medianSeconds\":", "\"medianSeconds\":1"},
          {"satisfaction", "\"rated\":", "\"rated\":1"},
          {"leaderboard_month_2022-01", "\"rank\":1,", "\"rank\":1,\"forged\":1,"}
        }) {
      Path file = kept.resolve("statistics/" + forged[0] + ".json");
      String honest = Files.readString(file);
      assertThat(honest).contains(forged[1]);
      Files.writeString(file, honest.replace(forged[1], forged[2]));
      assertThat(run(kept.toString(), "--key", key))
          .as(forged[0])
          .contains("TAMPERED: 1 findings", "but the leaves give");
      Files.delete(file);
      assertThat(run(kept.toString(), "--key", key))
          .as(forged[0])
          .contains("TAMPERED: 1 findings", "not answered: ");
      Files.writeString(file, honest);
    }
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Main.run(List.of(arguments), out, out);
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theSecondVerifierFindsTheSame() throws Exception {
    SecondVerifier.Ended ended = SecondVerifier.run(base, "--key", key);
    assertThat(ended.output())
        .contains("CLEAN")
        .containsPattern("wishes.published +287")
        .containsPattern("wishes.fulfilled +274")
        .containsPattern("wishes.claimingMembers +455")
        .containsPattern("projects.published +27")
        .containsPattern("projects.spent +9715060");
    assertThat(ended.code()).isZero();
  }

  @Test
  void theSecondVerifierFindsWhatWasTamperedWith() throws Exception {
    Path log = copy();
    Path since = Files.copy(log.resolve("checkpoint"), directory.resolve("since.txt"));
    secondSays(log, key, 0, "CLEAN");

    String other = NoteSigner.generate("other.example/ledger", NoteKey.Type.ED25519).key().text();
    secondSays(log, other, 1, "no given key of the log signed");

    Path bundle = log.resolve("tile/entries/000");
    byte[] honest = Files.readAllBytes(bundle);
    String text = new String(honest, StandardCharsets.ISO_8859_1);
    Files.write(
        bundle,
        text.replaceFirst("DIVISION_RECORDED", "DIVISION_CHANGED_")
            .getBytes(StandardCharsets.ISO_8859_1));
    secondSays(log, key, 1, "tile/0/000 does not have the hashes", "another root hash");
    Files.write(bundle, honest);

    byte[] hashes = Files.readAllBytes(log.resolve("tile/0/001"));
    hashes[40] ^= 1;
    Files.write(log.resolve("tile/0/001"), hashes);
    secondSays(log, key, 1, "tile/0/001 does not have the hashes");
    hashes[40] ^= 1;
    Files.write(log.resolve("tile/0/001"), hashes);

    Path note = log.resolve("checkpoint");
    String signed = Files.readString(note);
    Files.writeString(note, signed.replaceFirst("\n([0-9]+)\n", "\n1$1\n"));
    secondSays(log, key, 1, "is wrong");
    Files.writeString(note, signed);

    // Whoever has the log's key can sign any log, but not one that extends the earlier tree.
    List<byte[]> leaves = leaves(log);
    NoteSigner signer = NoteSigner.generate(origin(signed), NoteKey.Type.ED25519);
    String forged = signer.key().text();
    leaves.remove(leaves.size() - 2);
    write(log, leaves, signer);
    SecondVerifier.Ended shorter =
        SecondVerifier.run(
            log.toString(), "--key", forged, "--key", key, "--since", since.toString());
    assertThat(shorter.output()).contains("does not extend its earlier tree");
    assertThat(shorter.code()).isEqualTo(1);

    List<byte[]> wishes = leaves.stream().filter(leaf -> isOfAWish(leaf)).limit(1000).toList();
    changed(log, wishes, signer, "\"version\":2}", "\"version\":3}", "has version 3 after 1");
    changed(log, wishes, signer, "\"from\":\"SUBMITTED\"", "\"from\":\"DRAFT\"", "was in state");
    changed(
        log,
        wishes,
        signer,
        "\"from\":\"FUNDING\"",
        "\"from\":\"RETURNED\"",
        "posting from RETURNED");
    changed(log, wishes, signer, "\"v\":1}", "\"v\":9}", "verifier too old: leaf");
  }

  private static boolean isOfAWish(byte[] leaf) {
    return new String(leaf, StandardCharsets.UTF_8).contains("\"type\":\"WISH\"");
  }

  /** Rewrites the first leaf with that text, signs the log anew, and verifies it. */
  private void changed(
      Path log, List<byte[]> leaves, NoteSigner signer, String from, String to, String finding)
      throws Exception {
    List<byte[]> others = new ArrayList<>(leaves);
    for (int i = 0; i < others.size(); i++) {
      String leaf = new String(others.get(i), StandardCharsets.UTF_8);
      if (leaf.contains(from)) {
        others.set(i, leaf.replace(from, to).getBytes(StandardCharsets.UTF_8));
        write(log, others, signer);
        secondSays(log, signer.key().text(), to.equals("\"v\":9}") ? 2 : 1, finding);
        return;
      }
    }
    throw new AssertionError("no leaf with " + from);
  }

  private static void secondSays(Path log, String key, int code, String... parts)
      throws IOException, InterruptedException {
    SecondVerifier.Ended ended = SecondVerifier.run(log.toString(), "--key", key);
    assertThat(ended.output()).contains(parts);
    assertThat(ended.code()).as(ended.output()).isEqualTo(code);
  }

  /** A copy of the log, as the first verifier keeps it. */
  private Path copy() {
    Path log = directory.resolve("log");
    assertThat(Main.run(List.of(base, "--key", key, "--keep", log.toString()), out, out)).isZero();
    return log;
  }

  private static String origin(String note) {
    return Checkpoint.parse(SignedNote.parse(note).text()).origin();
  }

  private static List<byte[]> leaves(Path log) throws IOException {
    long size =
        Checkpoint.parse(SignedNote.parse(Files.readString(log.resolve("checkpoint"))).text())
            .size();
    List<byte[]> leaves = new ArrayList<>();
    for (long index = 0; index * Tile.WIDTH < size; index++) {
      String path = "tile/" + Tile.bundlePath(index, Tile.width(size, 0, index));
      leaves.addAll(EntryBundle.read(Files.readAllBytes(log.resolve(path))));
    }
    return leaves;
  }

  /** Writes a log of these leaves with correct tiles and a checkpoint. */
  private static void write(Path log, List<byte[]> leaves, NoteSigner signer) throws IOException {
    Frontier frontier = new Frontier();
    List<byte[]> level = new ArrayList<>();
    for (byte[] leaf : leaves) {
      frontier.append(Hashes.leaf(leaf));
      level.add(Hashes.leaf(leaf));
    }
    for (int at = 0; at < leaves.size(); at += Tile.WIDTH) {
      List<byte[]> some = leaves.subList(at, Math.min(leaves.size(), at + Tile.WIDTH));
      put(log, Tile.bundlePath(at / Tile.WIDTH, some.size()), EntryBundle.write(some));
    }
    for (int height = 0; !level.isEmpty(); height++) {
      List<byte[]> above = new ArrayList<>();
      for (int at = 0; at < level.size(); at += Tile.WIDTH) {
        List<byte[]> some = level.subList(at, Math.min(level.size(), at + Tile.WIDTH));
        Frontier part = new Frontier();
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (byte[] hash : some) {
          hashes.writeBytes(hash);
          part.append(hash);
        }
        put(log, new Tile(height, at / Tile.WIDTH, some.size()).path(), hashes.toByteArray());
        if (some.size() == Tile.WIDTH) {
          above.add(part.root());
        }
      }
      level = above;
    }
    String text = new Checkpoint(origin(log), leaves.size(), Hash.of(frontier.root())).text();
    Files.writeString(
        log.resolve("checkpoint"), new SignedNote(text, List.of(signer.sign(text))).note());
  }

  private static String origin(Path log) throws IOException {
    return origin(Files.readString(log.resolve("checkpoint")));
  }

  private static void put(Path log, String path, byte[] bytes) throws IOException {
    Path file = log.resolve("tile").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  // Samples --------------------------------------------------------------------------------------

  private static Response sample(Object... parameters) {
    Map<String, Object> query = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      query.put((String) parameters[i], parameters[i + 1]);
    }
    return given().queryParams(query).get("/api/v1/ledger/sample");
  }

  private void bothDrawTheSame(Response sample) throws Exception {
    assertThat(sample.statusCode()).as(sample.asString()).isEqualTo(200);
    Path file = Files.writeString(directory.resolve("sample.json"), sample.asString());
    List<String> arguments = List.of("sample", file.toString(), base, "--key", key);
    assertThat(Main.run(arguments, out, out))
        .as(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(Main.CLEAN);
    SecondVerifier.Ended second =
        SecondVerifier.run(base, "--key", key, "--sample", file.toString());
    assertThat(second.code()).as(second.output()).isZero();
  }

  @Test
  void sample_isDrawnAgainByBothVerifiers() throws Exception {
    Response kinds = sample("n", 10, "seed", "2022-02", "stratum", "KIND");
    bothDrawTheSame(kinds);
    assertThat(kinds.<List<String>>path("strata.name")).containsExactly("PROJECT", "WISH");
    assertThat(kinds.<List<Integer>>path("strata.population")).containsExactly(27, 293);
    assertThat(kinds.<List<String>>path("strata[1].wishes.wishId")).hasSize(10);
    assertThat(sample("n", 10, "seed", "2022-02", "stratum", "KIND").asString())
        .isEqualTo(kinds.asString());
    assertThat(sample("n", 10, "seed", "2022-03", "stratum", "KIND").path("strata").toString())
        .isNotEqualTo(kinds.path("strata").toString());

    bothDrawTheSame(sample("n", 2, "stratum", "COMMUNITY"));

    Response whole = sample();
    bothDrawTheSame(whole);
    assertThat(whole.<String>path("seed")).isEqualTo(whole.path("rootHash"));
    assertThat(whole.<List<String>>path("strata.name")).containsExactly("ALL");
    assertThat(whole.<List<String>>path("strata[0].wishes.wishId")).hasSize(20);

    // Before the first leaf of the last wish of that sample.
    int size = Collections.max(whole.<List<Integer>>path("strata[0].wishes.leafIndex"));
    Response earlier = sample("treeSize", size, "n", 1000, "seed", "x");
    bothDrawTheSame(earlier);
    int population = earlier.path("strata[0].population");
    assertThat(population).isBetween(19, 319);
    assertThat(earlier.<List<String>>path("strata[0].wishes.wishId")).hasSize(population);
    assertThat(sample("treeSize", 0).<List<Object>>path("strata")).isEmpty();
  }

  @Test
  void sampleThatLeavesAWishOut_isRefusedByBothVerifiers() throws Exception {
    String sample = sample("n", 5, "seed", "x").asString();
    List<String> ids = sample("n", 6, "seed", "x").path("strata[0].wishes.wishId");
    Path file =
        Files.writeString(directory.resolve("sample.json"), sample.replace(ids.get(2), ids.get(5)));
    assertThat(Main.run(List.of("sample", file.toString(), base, "--key", key), out, out))
        .isEqualTo(Main.TAMPERED);
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("give another sample");
    SecondVerifier.Ended second =
        SecondVerifier.run(base, "--key", key, "--sample", file.toString());
    assertThat(second.output()).contains("sample: the leaves give");
    assertThat(second.code()).isEqualTo(1);
  }

  @Test
  void sampleWithWrongParameters_namesThem() {
    for (Object[] wrong :
        new Object[][] {
          {"n", 0},
          {"n", 1001},
          {"seed", ""},
          {"seed", "a b"},
          {"seed", "x".repeat(129)},
          {"stratum", "GRID"},
          {"treeSize", -1},
          {"treeSize", 1_000_000}
        }) {
      Response refused = sample(wrong);
      assertThat(refused.statusCode()).as(List.of(wrong).toString()).isEqualTo(400);
      assertThat(refused.asString()).contains("\"" + wrong[0] + "\"");
    }
  }
}
