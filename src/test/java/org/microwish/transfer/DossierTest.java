package org.microwish.transfer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.pledge;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.platform.Time;
import org.microwish.testing.SecondVerifier;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.Main;
import org.microwish.wish.WishApi;

/** Tests the dossier of a wish, and its check by both offline verifiers. */
@Tag("database")
@QuarkusTest
class DossierTest {

  private static final String RESIDENT = Tokens.resident("resident-dossier");
  private static final String FAR = Tokens.auditor("auditor-dossier-far", Street.OTHER_STREET);
  private static final String SCRIPT = "<script>alert('1')</script>&\"";

  private static Street street;

  @TempDir Path directory;

  @BeforeAll
  static void settle() {
    street = Street.here();
  }

  /**
   * Creates a wish that a member has fulfilled, with a photo; returns its id once a checkpoint
   * covers all its leaves.
   */
  private static String fulfilled() throws IOException {
    long id = street.member(street.organisation());
    String member = Tokens.member("member-" + id, id);
    Map<String, Object> draft = draft();
    Map<Object, Object> words = new LinkedHashMap<>((Map<?, ?>) draft.get("words"));
    words.put("details", SCRIPT);
    draft.put("words", words);
    String wish = open(RESIDENT, draft);
    String claim = claim(member, wish, pledge("120.00", "CASH"));
    given()
        .auth()
        .oauth2(member)
        .header("Idempotency-Key", key())
        .multiPart("file", "photo", EvidenceSamples.screenshot())
        .multiPart("kind", "PHOTO")
        .post("/api/v1/claims/" + claim + "/evidence")
        .then()
        .statusCode(201);
    ok(member, "/claims/" + claim + "/contact", none());
    ok(member, "/claims/" + claim + "/deliver", delivery("98.50"));
    covered(ok(RESIDENT, "/wishes/" + wish + "/confirm", Map.of("rating", 5)));
    return wish;
  }

  private static void covered(Response written) {
    String proof = "/ledger/entries/" + written.path("ledger.entryId") + "/proof";
    await().atMost(Duration.ofSeconds(20)).until(() -> get(null, proof).statusCode() == 200);
  }

  private static Map<String, byte[]> files(byte[] zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  private static Map<String, byte[]> files(Response dossier, int status) throws IOException {
    assertThat(dossier.statusCode()).as(dossier.asString()).isEqualTo(status);
    assertThat(dossier.contentType()).isEqualTo("application/zip");
    return files(dossier.asByteArray());
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  private static JsonNode index(Map<String, byte[]> files) throws IOException {
    return new ObjectMapper().readTree(files.get("dossier.json"));
  }

  /** The exit code and the output of a verifier. */
  private record Verdict(int code, String output) {}

  private static String verifierKey() {
    return get(null, "/ledger/keys").path("log[0].verifierKey");
  }

  private Verdict verify(String command, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int code =
        Main.run(List.of(command, packed(files).toString(), "--key", verifierKey()), out, out);
    return new Verdict(code, printed.toString(StandardCharsets.UTF_8));
  }

  private Path packed(Map<String, byte[]> files) throws IOException {
    Path file = Files.createTempFile(directory, "dossier", ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
      }
    }
    return file;
  }

  /** Asserts that both verifiers refuse the dossier after a change of one file. */
  private void bothRefuse(
      Map<String, byte[]> files, String name, UnaryOperator<String> change, String finding)
      throws Exception {
    Map<String, byte[]> tampered = new LinkedHashMap<>(files);
    String before = new String(files.get(name), StandardCharsets.ISO_8859_1);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    tampered.put(name, after.getBytes(StandardCharsets.ISO_8859_1));
    Verdict verdict = verify("open", tampered);
    assertThat(verdict.output()).contains(finding);
    assertThat(verdict.code()).isEqualTo(Main.TAMPERED);
    assertThat(second(tampered).code()).as(name).isEqualTo(1);
  }

  private SecondVerifier.Ended second(Map<String, byte[]> files) throws Exception {
    return SecondVerifier.run("--key", verifierKey(), "--dossier", packed(files).toString());
  }

  @Test
  void publicDossier_provesTheWish_andShowsNoValues() throws Exception {
    String wish = fulfilled();
    Response answer = get(null, "/wishes/" + wish + "/dossier");
    assertThat(answer.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"dossier-" + wish + ".zip\"");
    Map<String, byte[]> files = files(answer, 200);
    JsonNode index = index(files);
    assertThat(index.at("/format").asText()).isEqualTo("microwish/dossier/v1");
    assertThat(index.at("/wishId").asText()).isEqualTo(wish);
    assertThat(index.at("/evidence")).isEmpty();
    int versions = index.at("/leaves").size();
    assertThat(versions).isEqualTo(8);
    assertThat(files.keySet())
        .contains("checkpoint", "leaves/000001.json", "proofs/000008.txt", "index.html")
        .hasSize(3 + 2 * versions);
    for (String name : files.keySet()) {
      assertThat(text(files, name))
          .doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.ADDRESS, "alert(", "更换厕所扶手");
    }
    String page = text(files, "index.html");
    assertThat(page)
        .contains("一事一档", "登记", "已达成", "来源 → 已承诺：120.00 元", "已支出</th><td>98.50 元", wish)
        .doesNotContain("http:", "https:", "src=");

    Verdict verdict = verify("dossier", files);
    assertThat(verdict.output()).contains("versions 1 to 8", "CLEAN");
    assertThat(verdict.code()).isEqualTo(Main.CLEAN);
    SecondVerifier.Ended second = second(files);
    assertThat(second.output()).contains("wish " + wish + ", 8 versions, 0 opened", "CLEAN");

    bothRefuse(files, "leaves/000008.json", leaf -> leaf.replace(":5", ":1"), "LEAF_HASH");
    bothRefuse(files, "checkpoint", note -> note.replaceFirst("\n[0-9]+\n", "\n7\n"), "wrong");
    bothRefuse(
        files, "proofs/000003.txt", proof -> proof.replaceFirst("index ", "index 1"), "LEAF_HASH");
    bothRefuse(
        files,
        "dossier.json",
        json -> json.replaceAll("(?s)\\{\\s*\"version\" : 4,.*?\\},", ""),
        "VERSION_GAP");
  }

  @Test
  void dossierWithAnUnlistedFile_orCutOff_isRefused() throws Exception {
    String wish = fulfilled();
    byte[] zip = get(null, "/wishes/" + wish + "/dossier").asByteArray();
    Map<String, byte[]> files = files(zip);
    Map<String, byte[]> more = new LinkedHashMap<>(files);
    more.put("leaves/000009.json", "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(verify("dossier", more).output()).contains("the index does not name it", "TAMPERED");
    Map<String, byte[]> less = new LinkedHashMap<>(files);
    less.remove("leaves/000002.json");
    assertThat(verify("dossier", less).output()).contains("000002.json is missing", "TAMPERED");
    Path half = directory.resolve("half.zip");
    Files.write(half, Arrays.copyOf(zip, zip.length / 2));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    assertThat(Main.run(List.of("dossier", half.toString(), "--key", verifierKey()), out, out))
        .isEqualTo(Main.TAMPERED);
    assertThat(Main.run(List.of("dossier", half.toString()), out, out)).isEqualTo(Main.USAGE);
    assertThat(
            Main.run(
                List.of("open", directory.resolve("none.zip").toString(), "--key", verifierKey()),
                out,
                out))
        .isEqualTo(Main.UNREACHABLE);
  }

  @Test
  void auditorsDossier_hasOpeningsAndEvidence_andIsRecorded() throws Exception {
    String auditor = Tokens.auditor("auditor-dossier-opens", Street.STREET);
    String wish = fulfilled();
    String path = "/wishes/" + wish + "/dossiers";
    Object request = map("purpose", "VERIFICATION", "words", "年度审计抽查");
    String key = key();
    long opened = readings("OPENINGS_READ");
    Response answer = post(auditor, path, request, key);
    Map<String, byte[]> files = files(answer, 201);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    JsonNode index = index(files);
    assertThat(index.at("/evidence")).hasSize(1);
    assertThat(index.at("/evidence/0/file").asText()).matches("evidence/[0-9A-Z]{13}\\.(png|jpg)");
    assertThat(text(files, "openings/000001.json"))
        .contains(WishApi.PHONE, WishApi.NAME, "<script>");
    assertThat(text(files, "index.html"))
        .contains(WishApi.PHONE, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;")
        .contains("href=\"" + index.at("/evidence/0/file").asText() + "\"")
        .doesNotContain("<script>");

    long recorded = readings("OPENINGS_READ");
    assertThat(recorded).isGreaterThan(opened);
    String reading = index.at("/reading/entryId").asText();
    assertThat(answer.header("Location")).endsWith("/ledger/entries/" + reading);
    assertThat(ok(get(null, "/ledger/entries/" + reading)).asString())
        .contains("VERIFICATION", "contactPhone", "evidence")
        .doesNotContain(WishApi.PHONE, "年度审计抽查");

    Verdict verdict = verify("open", files);
    assertThat(verdict.output())
        .contains("version 1, contactPhone: " + WishApi.PHONE, "1 files", "CLEAN");
    assertThat(verdict.code()).isEqualTo(Main.CLEAN);
    SecondVerifier.Ended second = second(files);
    assertThat(second.output()).contains("1 files", "CLEAN");

    bothRefuse(
        files,
        "openings/000001.json",
        json -> json.replace("13912345678", "13912345679"),
        "COMMIT");
    bothRefuse(
        files, index.at("/evidence/0/file").asText(), photo -> "x" + photo.substring(1), "COMMIT");

    // A repeat of the request returns the values again and records no further reading. A repeat
    // that comes too late returns no values.
    Response again = post(auditor, path, request, key);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(index(files(again, 201)).at("/reading/entryId").asText()).isEqualTo(reading);
    assertThat(readings("OPENINGS_READ")).isEqualTo(recorded);
    assertThat(
            street.column(
                "SELECT answer FROM idempotency WHERE operation = 'createDossier' AND idem_key = '"
                    + key
                    + "'"))
        .singleElement()
        .asString()
        .doesNotContain(WishApi.PHONE, WishApi.NAME);
    // Data that was added after the recorded reading is not part of the repeated dossier.
    covered(
        ok(
            WishApi.COLLECTOR,
            "/wishes/" + wish + "/follow-ups",
            map(
                "visitedOn",
                LocalDate.now(Time.ZONE).toString(),
                "result",
                "SATISFIED",
                "note",
                "回访很满意")));
    Map<String, byte[]> later = files(post(auditor, path, request, key), 201);
    assertThat(later.keySet())
        .contains("openings/000001.json", "leaves/000009.json")
        .doesNotContain("openings/000009.json");
    street.update(
        "UPDATE idempotency SET answer = REPLACE(answer, '\"readAt\":\"20', '\"readAt\":\"19')"
            + " WHERE idem_key = ?",
        key);
    Map<String, byte[]> late = files(post(auditor, path, request, key), 201);
    assertThat(late.keySet()).contains("leaves/000001.json").noneMatch(n -> n.contains("openings"));
    assertThat(index(late).at("/evidence")).isEmpty();
  }

  private static long readings(String type) {
    return street.number("SELECT COUNT(*) FROM ledger_entry WHERE entry_type = '" + type + "'");
  }

  @Test
  void dossierWithValues_isRefusedToOthers() throws Exception {
    String auditor = Tokens.auditor("auditor-dossier-refused", Street.STREET);
    String wish = fulfilled();
    String path = "/wishes/" + wish + "/dossiers";
    Object request = map("purpose", "VERIFICATION");
    for (String other : List.of(OPERATOR, RESIDENT, WishApi.COLLECTOR, FAR)) {
      refused(other, path, request, "FORBIDDEN");
    }
    refused(auditor, path, none(), "VALIDATION_FAILED");
    refused(auditor, path, map("purpose", "OTHER"), "VALIDATION_FAILED");
    refused(auditor, path, map("purpose", "OWN_DATA"), "VALIDATION_FAILED");
    refused(auditor, "/wishes/0HZX3V8A6QK2M/dossiers", request, "NOT_FOUND");
    refused(get(null, "/wishes/0HZX3V8A6QK2M/dossier"), "NOT_FOUND");
    String hidden = WishApi.create(RESIDENT, draft());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(null, "/wishes/" + hidden + "/dossier").statusCode() == 200);
    refused(FAR, "/wishes/" + hidden + "/dossiers", request, "NOT_FOUND");
    given()
        .auth()
        .oauth2(auditor)
        .contentType("application/json")
        .body(request)
        .post("/api/v1" + path)
        .then()
        .statusCode(400);
  }

  @Test
  void dossierOfAHeldOrErasedWish_hasNoValues() throws Exception {
    String auditor = Tokens.auditor("auditor-dossier-held", Street.STREET);
    String wish = fulfilled();
    String path = "/wishes/" + wish + "/dossiers";
    Object request = map("purpose", "VERIFICATION");
    String administrator = Tokens.administrator("administrator-dossier");
    String hold =
        ok(administrator, "/holds", map("type", "WISH", "id", wish, "reason", "法院函")).path("id");
    long opened = readings("OPENINGS_READ");
    refused(auditor, path, request, "UNDER_LEGAL_HOLD");
    assertThat(readings("OPENINGS_READ")).isEqualTo(opened);
    ok(administrator, "/holds/" + hold + "/release", map("reason", "结案"));

    ok(
        RESIDENT,
        "/erasures",
        map("subject", map("type", "WISH", "id", wish), "reason", "PURPOSE_MET"));
    refused(auditor, path, request, "PERSONAL_DATA_ERASED");
    Map<String, byte[]> files = files(get(null, "/wishes/" + wish + "/dossier"), 200);
    assertThat(verify("open", files).output()).contains("0 of ", "CLEAN");
  }

  @Test
  void pageEscapesMarkup_andShowsCharactersThatWouldHideText() {
    assertThat(DossierPage.escaped("a<b>\"'&\n\u202ec\u0000"))
        .isEqualTo("a&lt;b&gt;&quot;&#39;&amp;<br>\ufffdc\ufffd");
  }
}
