package org.microwish.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.leaf.Actor;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.Commitment;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.Transition;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.EntryBundle;
import org.microwish.ledger.merkle.Frontier;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.ledger.merkle.Tile;
import org.microwish.ledger.merkle.TlogProof;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.privacy.Subject;
import org.microwish.privacy.Vault;
import org.microwish.testing.Street;
import org.microwish.testing.TestWitness;
import org.microwish.testing.Tokens;

/** Tests the ledger's endpoints as a client that knows only the documentation. */
@Tag("database")
@QuarkusTest
class LedgerApiTest {

  private static final String LEDGER = "/api/v1/ledger";
  private static final long ORGANISATION = 4711;

  @Inject Ledger ledger;
  @Inject Ids ids;
  @Inject Time time;
  @Inject Transactions transactions;
  @Inject Vault vault;
  @Inject Pseudonyms pseudonyms;

  private String aggregate;
  private List<LedgerReceipt> receipts;

  /** Appends three versions of one aggregate and waits until a checkpoint includes them. */
  @BeforeEach
  void record() {
    aggregate = Id.text(ids.next());
    receipts = new ArrayList<>();
    for (int version = 1; version <= 3; version++) {
      receipts.add(append(aggregate, version));
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> given().get(proofPath(receipts.getLast())).statusCode() == 200);
  }

  private LedgerReceipt append(String of, long version) {
    return transactions.call(
        () ->
            ledger.append(
                new EntryDraft(
                    ids.next(),
                    version == 1 ? EntryType.DIVISION_RECORDED : EntryType.ORGANISATION_CHANGED,
                    AggregateType.CLIENT,
                    of,
                    version,
                    new Actor("system", null, "SYSTEM"),
                    time.now(),
                    time.now(),
                    new Transition("RECORD", null, "LIVE"),
                    Map.of("note", "\u5fae\u5fc3\u613f \"" + version + "\""),
                    List.of(),
                    List.of(),
                    "440104012003",
                    ORGANISATION)));
  }

  private static String proofPath(LedgerReceipt receipt) {
    return LEDGER + "/entries/" + receipt.entryId() + "/proof";
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static List<byte[]> hashes(List<String> texts) {
    return texts.stream().map(LedgerApiTest::hex).toList();
  }

  private static NoteKey key() {
    return NoteKey.parse(
        given().get(LEDGER + "/keys").then().statusCode(200).extract().path("log[0].verifierKey"));
  }

  private static String text(String path) {
    return given()
        .accept("text/plain")
        .get(path)
        .then()
        .statusCode(200)
        .contentType(containsString("text/plain"))
        .extract()
        .asString();
  }

  private static byte[] bytes(String path) {
    return given()
        .get(LEDGER + path)
        .then()
        .statusCode(200)
        .contentType("application/octet-stream")
        .extract()
        .asByteArray();
  }

  @Test
  void an_entry_contains_the_exact_bytes_of_its_leaf() {
    Response answer = given().get(LEDGER + "/entries/" + receipts.getFirst().entryId());
    answer
        .then()
        .statusCode(200)
        .body("entryId", equalTo(receipts.getFirst().entryId()))
        .body("leafHash", equalTo(receipts.getFirst().leafHash()))
        .body("leafIndex", notNullValue())
        .body("leaf.aggregate.id", equalTo(aggregate));
    byte[] leaf = Base64.getDecoder().decode(answer.<String>path("leafBytes"));
    assertThat(Leaf.hash(leaf)).isEqualTo(hex(receipts.getFirst().leafHash()));
    // The leaf object in the answer consists of exactly those bytes.
    assertThat(answer.asString()).contains("\"leaf\":" + new String(leaf, StandardCharsets.UTF_8));
    given().get(LEDGER + "/entries/0000000000000").then().statusCode(404);
  }

  @Test
  void a_proof_can_be_verified_with_the_public_key() {
    LedgerReceipt receipt = receipts.get(1);
    Response json = given().accept(ContentType.JSON).get(proofPath(receipt));
    json.then().statusCode(200).body("leafHash", equalTo(receipt.leafHash()));
    given()
        .header("Accept", "")
        .get(proofPath(receipt))
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON);
    SignedNote note = SignedNote.parse(json.path("checkpoint"));
    assertThat(note.signedBy(List.of(key()))).hasSize(1);
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    assertThat(checkpoint.size()).isEqualTo(json.jsonPath().getLong("treeSize"));
    assertThat(
            Proofs.includes(
                hex(receipt.leafHash()),
                json.jsonPath().getLong("leafIndex"),
                hashes(json.path("hashes")),
                checkpoint.size(),
                checkpoint.root().bytes()))
        .isTrue();
    TlogProof file = TlogProof.parse(text(proofPath(receipt)));
    assertThat(file.proves(hex(receipt.leafHash()), key())).isTrue();
    assertThat(file.proves(hex(receipts.getFirst().leafHash()), key())).isFalse();
  }

  @Test
  void the_root_can_be_computed_from_tiles_and_bundles() {
    Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(text(LEDGER + "/checkpoint")).text());
    Frontier leaves = new Frontier();
    for (long index = 0; index * Tile.WIDTH < checkpoint.size(); index++) {
      int width = Tile.width(checkpoint.size(), 0, index);
      byte[] hashes = bytes("/tile/" + new Tile(0, index, width).path());
      List<byte[]> bundle = EntryBundle.read(bytes("/tile/" + Tile.bundlePath(index, width)));
      assertThat(bundle).hasSize(width);
      for (int i = 0; i < width; i++) {
        byte[] hash = Leaf.hash(bundle.get(i));
        assertThat(hash).isEqualTo(Arrays.copyOfRange(hashes, i * 32, i * 32 + 32));
        leaves.append(hash);
      }
    }
    assertThat(Hash.of(leaves.root())).isEqualTo(checkpoint.root());
  }

  @Test
  void entry_bundles_are_compressed_on_request_and_tiles_never() throws Exception {
    String bundle = "/tile/" + Tile.bundlePath(0, 2);
    byte[] plain = download(bundle, null).body();
    for (String accepted : List.of("gzip", "br, x-gzip;q=0.5", "deflate,GZIP ; q=1")) {
      HttpResponse<byte[]> answer = download(bundle, accepted);
      assertThat(answer.headers().firstValue("Content-Encoding")).as(accepted).contains("gzip");
      assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Encoding"));
      assertThat(answer.body().length).isLessThan(plain.length);
      try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(in.readAllBytes()).isEqualTo(plain);
      }
    }
    for (String refused : List.of("gzip;q=0", "gzip; q=0.000", "br", "identity", "gzipped")) {
      HttpResponse<byte[]> answer = download(bundle, refused);
      assertThat(answer.headers().firstValue("Content-Encoding")).as(refused).isEmpty();
      assertThat(answer.headers().allValues("Vary")).anyMatch(vary -> vary.contains("Encoding"));
      assertThat(answer.body()).isEqualTo(plain);
    }
    HttpResponse<byte[]> tile = download("/tile/0/000.p/2", "gzip");
    assertThat(tile.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(tile.body()).hasSize(64);
  }

  /** Reads a file of the log without a client that unpacks it by itself. */
  private static HttpResponse<byte[]> download(String path, String accepted) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + LEDGER + path));
    if (accepted != null) {
      request.header("Accept-Encoding", accepted);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void health_and_metrics_show_for_how_long_a_witness_has_not_cosigned() {
    JsonPath well = given().get("/q/health/well").jsonPath();
    assertThat(well.getMap("checks.find { it.name == 'ledger witnesses' }.data"))
        .containsKey("witness.example uncosigned seconds");
    given()
        .get("/q/metrics")
        .then()
        .body(
            containsString("microwish_ledger_uncosigned_age_seconds{witness=\"witness.example\"}"));
  }

  @Test
  void unknown_tiles_are_not_found() {
    for (String path :
        List.of(
            "/tile/0/999",
            "/tile/0/1",
            "/tile/8/000",
            "/tile/x/000",
            "/tile/0/000.p/0",
            "/tile/entries/x999/999",
            "/tile/-1/000",
            "/tile/00/000.p/1",
            "/tile/0/000.p/01")) {
      given().urlEncodingEnabled(false).get(LEDGER + path).then().statusCode(404);
    }
    given()
        .get(LEDGER + "/tile/0/000.p/1")
        .then()
        .statusCode(200)
        .header("Cache-Control", containsString("max-age"));
  }

  @Test
  void inclusion_and_consistency_proofs_hold_for_arbitrary_sizes() {
    long size = given().get(LEDGER + "/status").jsonPath().getLong("treeSize");
    for (long from : new long[] {0, 1, 2, size - 1, size}) {
      Response proof =
          given()
              .queryParam("from", from)
              .queryParam("to", size)
              .get(LEDGER + "/proofs/consistency");
      proof.then().statusCode(200);
      assertThat(
              Proofs.extend(
                  from,
                  hex(proof.path("fromRootHash")),
                  hashes(proof.path("hashes")),
                  size,
                  hex(proof.path("toRootHash"))))
          .isTrue();
    }
    Response proof =
        given()
            .queryParam("leafIndex", 1)
            .queryParam("treeSize", 3)
            .get(LEDGER + "/proofs/inclusion");
    proof.then().statusCode(200);
    assertThat(
            Proofs.includes(
                hex(proof.path("leafHash")),
                1,
                hashes(proof.path("hashes")),
                3,
                hex(proof.path("rootHash"))))
        .isTrue();
    for (String bad :
        List.of(
            "inclusion",
            "inclusion?leafIndex=3&treeSize=3",
            "inclusion?leafIndex=-1",
            "inclusion?leafIndex=0&treeSize=0",
            "inclusion?leafIndex=0&treeSize=99999999",
            "consistency",
            "consistency?from=2&to=1",
            "consistency?from=-1",
            "consistency?from=0&to=99999999")) {
      given().get(LEDGER + "/proofs/" + bad).then().statusCode(400);
    }
  }

  @Test
  void the_entries_of_an_aggregate_are_listed_by_version() {
    given()
        .get(LEDGER + "/aggregates/CLIENT/" + aggregate + "/entries?limit=2")
        .then()
        .statusCode(200)
        .body("items.leaf.aggregate.version", contains(1, 2))
        .body("nextCursor", equalTo("2"))
        .header("Link", containsString("after=2"));
    given()
        .get(LEDGER + "/aggregates/CLIENT/" + aggregate + "/entries?limit=2&after=2")
        .then()
        .body("items.leaf.aggregate.version", contains(3))
        .body("nextCursor", nullValue());
  }

  @Test
  void entries_are_filtered() {
    String one = LEDGER + "/entries?aggregate=CLIENT:" + aggregate;
    given().get(one).then().statusCode(200).body("items", hasSize(3));
    given().get(one + "&type=ORGANISATION_CHANGED").then().body("items", hasSize(2));
    given().get(one + "&division=440104012000").then().body("items", hasSize(3));
    given().get(one + "&division=4401").then().body("items", hasSize(3));
    given().get(one + "&division=440105").then().body("items", hasSize(0));
    given().get(one + "&organisation=" + Id.text(ORGANISATION)).then().body("items", hasSize(3));
    given().get(one + "&from=2020-01-01&to=2020-12-31").then().body("items", hasSize(0));
    given().get(one + "&from=2020-01-01").then().body("items", hasSize(3));
    given()
        .get(one + "&limit=1")
        .then()
        .body("items", hasSize(1))
        .body("nextCursor", notNullValue());
    for (String bad :
        List.of(
            "type=NONE",
            "aggregate=NONE",
            "division=x",
            "from=x",
            "after=-2",
            "limit=0",
            "from=2024-01-02&to=2024-01-01")) {
      given().get(LEDGER + "/entries?" + bad).then().statusCode(400);
    }
  }

  @Test
  void a_listing_returns_every_entry_once_in_order() {
    List<Integer> seen = new ArrayList<>();
    String next = "-1";
    while (next != null) {
      Response page =
          given().queryParam("after", next).queryParam("limit", 100).get(LEDGER + "/entries");
      seen.addAll(page.<List<Integer>>path("items.leafIndex"));
      next = page.path("nextCursor");
    }
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i)).isEqualTo(i);
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void an_export_contains_one_leaf_per_line() {
    long size = given().get(LEDGER + "/status").jsonPath().getLong("treeSize");
    String export =
        given().get(LEDGER + "/export?to=" + size).then().statusCode(200).extract().asString();
    List<String> lines = export.lines().toList();
    assertThat(lines).hasSize((int) size);
    Frontier frontier = new Frontier();
    lines.forEach(line -> frontier.append(Leaf.hash(line.getBytes(StandardCharsets.UTF_8))));
    String root =
        given()
            .get(LEDGER + "/proofs/inclusion?leafIndex=0&treeSize=" + size)
            .then()
            .extract()
            .path("rootHash");
    assertThat(frontier.root()).isEqualTo(hex(root));
    assertThat(given().get(LEDGER + "/export?from=1&to=3").asString().lines()).hasSize(2);
    given().get(LEDGER + "/export?from=3&to=1").then().statusCode(400);
  }

  @Test
  void every_published_checkpoint_extends_the_one_before() {
    append(Id.text(ids.next()), 1);
    await().atMost(Duration.ofSeconds(20)).until(() -> history().size() > 1);
    List<Map<String, Object>> history = history();
    for (int i = 1; i < history.size(); i++) {
      assertThat(history.get(i)).containsEntry("number", i + 1);
      long from = ((Number) history.get(i - 1).get("treeSize")).longValue();
      long to = ((Number) history.get(i).get("treeSize")).longValue();
      Response proof =
          given().queryParam("from", from).queryParam("to", to).get(LEDGER + "/proofs/consistency");
      assertThat(
              Proofs.extend(
                  from,
                  hex((String) history.get(i - 1).get("rootHash")),
                  hashes(proof.path("hashes")),
                  to,
                  hex((String) history.get(i).get("rootHash"))))
          .isTrue();
    }
  }

  private static List<Map<String, Object>> history() {
    return given()
        .get(LEDGER + "/checkpoints?limit=100")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("items");
  }

  @Test
  void checkpoints_canBeListedNewestFirst() {
    List<Integer> oldest = given().get(LEDGER + "/checkpoints?limit=100").path("items.number");
    var first = given().get(LEDGER + "/checkpoints?newestFirst=true&limit=1").then();
    int newest = first.statusCode(200).extract().path("items[0].number");
    assertThat(newest).isGreaterThanOrEqualTo(Collections.max(oldest));
    if (newest > 1) {
      String next =
          first.header("Link", containsString("newestFirst=true")).extract().path("nextCursor");
      given()
          .get(LEDGER + "/checkpoints?newestFirst=true&limit=1&after=" + next)
          .then()
          .body("items.number", contains(newest - 1));
    }
    given().get(LEDGER + "/checkpoints?newestFirst=maybe").then().statusCode(400);
  }

  @Test
  void a_posted_cosignature_is_served_with_its_checkpoint() {
    // A newer checkpoint may be signed between reading this one and posting its cosignature; the
    // older one is still accepted.
    String note = text(LEDGER + "/checkpoint");
    SignedNote signed = SignedNote.parse(note);
    NoteSigner witness = TestWitness.signer();
    String cosigned = signed.with(List.of(witness.cosign(signed.text(), 1_700_000_000))).note();
    int number = 0;
    for (int times = 0; times < 2; times++) {
      number =
          given()
              .contentType("text/plain;charset=utf-8")
              .body(cosigned.getBytes(StandardCharsets.UTF_8))
              .post(LEDGER + "/cosignatures")
              .then()
              .statusCode(200)
              .body("witnesses", contains("witness.example"))
              .extract()
              .path("checkpoint");
    }
    String served =
        given()
            .get(LEDGER + "/checkpoints?limit=1&after=" + (number - 1))
            .then()
            .statusCode(200)
            .extract()
            .path("items[0].note");
    assertThat(SignedNote.parse(served).signedBy(List.of(key(), witness.key())))
        .containsExactly(key(), witness.key());
    given().get(LEDGER + "/keys").then().body("witnesses.name", contains("witness.example"));
    // A cosignature dated tomorrow must be refused: only the first cosignature by each key is
    // stored, so it would keep out the correct one.
    long tomorrow = Instant.now().plusSeconds(86_400).getEpochSecond();
    given()
        .contentType("text/plain;charset=utf-8")
        .body(
            signed
                .with(List.of(witness.cosign(signed.text(), tomorrow)))
                .note()
                .getBytes(StandardCharsets.UTF_8))
        .post(LEDGER + "/cosignatures")
        .then()
        .statusCode(400);
    // A cosignature is bound to its checkpoint and invalid for another tree.
    String moved =
        new SignedNote(signed.text(), List.of(witness.cosign(signed.text() + "x\n", 1_700_000_000)))
            .note();
    given()
        .contentType("text/plain;charset=utf-8")
        .body(moved.getBytes(StandardCharsets.UTF_8))
        .post(LEDGER + "/cosignatures")
        .then()
        .statusCode(400);
  }

  @Test
  void an_invalid_cosignature_is_refused() {
    String note = text(LEDGER + "/checkpoint");
    for (String bad : List.of("", "x", note, note.replaceFirst("\n[0-9]+\n", "\n999999\n"))) {
      given()
          .contentType("text/plain")
          .body(bad.getBytes(StandardCharsets.UTF_8))
          .post(LEDGER + "/cosignatures")
          .then()
          .statusCode(org.hamcrest.Matchers.oneOf(400, 404));
    }
  }

  @Test
  void waiting_needs_a_token() {
    given().get(proofPath(receipts.getFirst()) + "?wait=1").then().statusCode(401);
    given().get(proofPath(receipts.getFirst()) + "?wait=31").then().statusCode(400);
  }

  @Test
  void health_shows_sequencer_and_checkpoints() {
    given()
        .get("/q/health")
        .then()
        .body(
            "checks.name",
            org.hamcrest.Matchers.hasItems("ledger sequencer", "ledger checkpoints"));
    given().get("/q/metrics").then().body(containsString("microwish_ledger_queue_depth"));
  }

  private static String token(String role, String division) {
    return Tokens.of(new Caller("auditor-" + division, Role.valueOf(role), null, null, division));
  }

  @Test
  void waiting_ends_when_a_checkpoint_holds_the_entry() {
    LedgerReceipt fresh = append(Id.text(ids.next()), 1);
    given()
        .auth()
        .oauth2(token("AUDITOR", ""))
        .get(proofPath(fresh) + "?wait=10")
        .then()
        .statusCode(200)
        .body("entryId", equalTo(fresh.entryId()));
    given()
        .auth()
        .oauth2(token("AUDITOR", ""))
        .get(LEDGER + "/entries/0000000000000/proof?wait=10")
        .then()
        .statusCode(404);
  }

  @Test
  void an_auditor_reads_openings_in_its_division_and_the_read_is_recorded() {
    long entryId = ids.next();
    Commitment commitment =
        transactions.call(
            () -> {
              Commitment made =
                  vault.commit(entryId, Subject.organisation(ORGANISATION), "name", "\u738b\u82b3");
              ledger.append(
                  new EntryDraft(
                      entryId,
                      EntryType.CLIENT_RECORDED,
                      AggregateType.CLIENT,
                      Id.text(entryId),
                      1,
                      new Actor("system", null, "SYSTEM"),
                      time.now(),
                      time.now(),
                      new Transition("RECORD", null, "LIVE"),
                      Map.of(),
                      List.of(),
                      List.of(made),
                      "440104012003",
                      null));
              return made;
            });
    String path = LEDGER + "/entries/" + Id.text(entryId) + "/openings";
    given().contentType(ContentType.JSON).body(CHECK).post(path).then().statusCode(401);
    open(token("OPERATOR", "4401"), path, CHECK).then().statusCode(403);
    open(token("AUDITOR", "4402"), path, CHECK).then().statusCode(404);
    open(token("AUDITOR", "4401"), path, Map.of()).then().statusCode(400);
    open(token("AUDITOR", "4401"), path, Map.of("purpose", "OWN_DATA")).then().statusCode(400);
    String key = UUID.randomUUID().toString();
    Response answer = open(token("AUDITOR", "4401"), path, CHECK, key);
    answer
        .then()
        .statusCode(201)
        .header("Cache-Control", containsString("no-store"))
        .body("openings[0].value", equalTo("\u738b\u82b3"));
    byte[] salt = Base64.getUrlDecoder().decode(answer.<String>path("openings[0].salt"));
    assertThat(Commitment.of(salt, "name", answer.path("openings[0].value"))).isEqualTo(commitment);
    given()
        .get(LEDGER + "/entries/" + answer.path("ledger.entryId"))
        .then()
        .statusCode(200)
        .body("leaf.type", equalTo("OPENINGS_READ"))
        .body("leaf.v", equalTo(2))
        .body("leaf.facts.read.entries", contains(Id.text(entryId)))
        .body("leaf.facts.read.fields", contains("name"))
        .body("leaf.facts.read.purpose", equalTo("VERIFICATION"));
    // The repeated request adds no further ledger entry, and gets the values again.
    open(token("AUDITOR", "4401"), path, CHECK, key)
        .then()
        .statusCode(201)
        .body("openings[0].value", equalTo("\u738b\u82b3"))
        .body("ledger.entryId", equalTo(answer.<String>path("ledger.entryId")));
    for (String reader : List.of(token("AUDITOR", "4401"), Tokens.administrator("officer"))) {
      given()
          .auth()
          .oauth2(reader)
          .get("/api/v1/personal-reads?kind=OPENINGS&account=auditor-4401")
          .then()
          .statusCode(200)
          .body("items[0].entryId", equalTo(answer.<String>path("ledger.entryId")))
          .body("items[0].purpose", equalTo("VERIFICATION"))
          .body("items[0].items", equalTo(1));
    }
    for (String elsewhere :
        List.of(
            "4402?account=auditor-4401",
            "4401?account=auditor-4402",
            "4401?account=auditor-4401&to=2020-01-01",
            "4401?account=auditor-4401&kind=FIELDS")) {
      String[] parts = elsewhere.split("\\?", -1);
      given()
          .auth()
          .oauth2(token("AUDITOR", parts[0]))
          .get("/api/v1/personal-reads?" + parts[1])
          .then()
          .statusCode(200)
          .body("items", hasSize(0));
    }
  }

  @Test
  void openings_beyondTheDailyLimit_needStepUp_evenIfConcurrent() throws Exception {
    long entryId = committed();
    String path = LEDGER + "/entries/" + Id.text(entryId) + "/openings";
    Caller auditor =
        new Caller("auditor-" + Id.text(entryId), Role.AUDITOR, null, null, "440104012");
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Callable<Integer>> readings = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        readings.add(() -> open(Tokens.unconfirmed(auditor), path, CHECK).statusCode());
      }
      for (Future<Integer> reading : threads.invokeAll(readings)) {
        statuses.add(reading.get());
      }
    }
    assertThat(statuses).filteredOn(status -> status == 201).hasSize(20);
    assertThat(statuses).filteredOn(status -> status == 401).hasSize(4);
    open(Tokens.unconfirmed(auditor), path, CHECK)
        .then()
        .statusCode(401)
        .body("code", equalTo("STEP_UP_REQUIRED"));
    open(Tokens.of(auditor), path, CHECK).then().statusCode(201).body("openings", hasSize(1));
    // The next day the count starts again.
    Street.here()
        .update("UPDATE opening_count SET day = '2020-01-01' WHERE account = ?", auditor.account());
    open(Tokens.unconfirmed(auditor), path, CHECK).then().statusCode(201);
  }

  /** Records an entry with one commitment; returns its id. */
  private long committed() {
    long entryId = ids.next();
    transactions.run(
        () ->
            ledger.append(
                new EntryDraft(
                    entryId,
                    EntryType.CLIENT_RECORDED,
                    AggregateType.CLIENT,
                    Id.text(entryId),
                    1,
                    new Actor("system", null, "SYSTEM"),
                    time.now(),
                    time.now(),
                    new Transition("RECORD", null, "LIVE"),
                    Map.of(),
                    List.of(),
                    List.of(
                        vault.commit(
                            entryId, Subject.organisation(ORGANISATION), "name", "\u738b\u82b3")),
                    "440104012003",
                    null)));
    return entryId;
  }

  private static final Map<String, String> CHECK = Map.of("purpose", "VERIFICATION");

  private static Response open(String token, String path, Map<String, String> request) {
    return open(token, path, request, UUID.randomUUID().toString());
  }

  private static Response open(String token, String path, Map<String, String> request, String key) {
    return given()
        .auth()
        .oauth2(token)
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(request)
        .post(path);
  }

  @Test
  void erasure_removes_openings_and_leaves_proofs_valid() {
    long member = ids.next();
    long entryId = ids.next();
    LedgerReceipt receipt =
        transactions.call(
            () ->
                ledger.append(
                    new EntryDraft(
                        entryId,
                        EntryType.CLIENT_RECORDED,
                        AggregateType.CLIENT,
                        Id.text(entryId),
                        1,
                        new Actor(pseudonyms.ofMember(member), null, "MEMBER"),
                        time.now(),
                        time.now(),
                        new Transition("RECORD", null, "LIVE"),
                        Map.of(),
                        List.of(),
                        vault.store(
                            entryId,
                            Subject.member(member),
                            Map.of("name", "\u738b\u82b3", "phone", "13912340061")),
                        "440104012003",
                        null)));
    String path = LEDGER + "/entries/" + receipt.entryId();
    String leaf = given().get(path).then().statusCode(200).extract().path("leafBytes");
    String auditor = token("AUDITOR", "4401");
    open(auditor, path + "/openings", CHECK).then().body("openings", hasSize(2));

    transactions.run(() -> vault.erase(Subject.member(member)));

    open(auditor, path + "/openings", CHECK).then().statusCode(201).body("openings", hasSize(0));
    given().get(path).then().statusCode(200).body("leafBytes", equalTo(leaf));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> given().get(proofPath(receipt)).statusCode() == 200);
    TlogProof proof = TlogProof.parse(text(proofPath(receipt)));
    assertThat(proof.proves(hex(receipt.leafHash()), key())).isTrue();
  }
}
