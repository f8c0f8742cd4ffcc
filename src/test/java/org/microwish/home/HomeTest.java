package org.microwish.home;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Tests the first screen, the dictionary, additional values in views, and compression. */
@Tag("database")
@QuarkusTest
class HomeTest {

  private static final int TEN_KILOBYTES = 10_000;

  /**
   * Enums of the contract whose values no screen shows as words. ProblemType and FieldFault have
   * sentences instead.
   */
  private static final Set<String> TECHNICAL =
      Set.of(
          "AggregateType",
          "Expansion",
          "FieldFault",
          "ImageSize",
          "ImportFormat",
          "MatchSource",
          "PlanPhase",
          "ProblemType",
          "Stratum");

  private final String tag = UUID.randomUUID().toString().substring(0, 8);
  private final HttpClient http = HttpClient.newHttpClient();

  private Street street;
  private String resident;

  @BeforeEach
  void divisions() {
    street = Street.here();
    resident = Tokens.resident("home-" + tag);
  }

  private static Response home(String token) {
    return ok(get(token, "/home?division=" + Street.COMMUNITY));
  }

  /** Reads the first screen until all wishes have their serial numbers and two reads are equal. */
  private static Response settled(String token) {
    Response[] shown = new Response[1];
    await()
        .until(
            () -> {
              Response before = shown[0];
              shown[0] = home(token);
              return before != null
                  && before.asString().equals(shown[0].asString())
                  && !shown[0].<List<String>>path("wishes.number").contains(null);
            });
    return shown[0];
  }

  @Test
  void firstScreen_isReadInOneRequest() throws Exception {
    long organisation = street.organisation();
    long member = street.member(organisation);
    String token = Tokens.member("home-m-" + tag, member);
    String mine = open(resident, WishApi.shared(1));
    String claim = WishApi.claim(token, mine);
    while (home(null).<List<String>>path("wishes.id").size() < 10) {
      open(WishApi.OPERATOR, draft());
    }
    String free = open(resident, WishApi.shared(2));

    Response shown = settled(token);
    assertThat(shown.<List<String>>path("wishes.state")).hasSize(10).containsOnly("OPEN");
    assertThat(shown.<String>path("wishes[0].id")).isEqualTo(free);
    assertThat(shown.<Boolean>path("wishes[0].mayClaim")).isTrue();
    assertThat(shown.<Boolean>path("wishes[0].claimedByMe")).isFalse();
    assertThat(shown.<List<String>>path("claims.id")).containsExactly(claim);
    assertThat(shown.<Integer>path("inbox.unread")).isNotNull();
    assertThat(shown.<Object>path("counts.wishes.published")).isNotNull();
    assertThat(shown.header("Cache-Control")).isEqualTo("private, no-cache");
    // The statistics may still change between the two requests.
    await()
        .until(
            () ->
                given()
                        .auth()
                        .oauth2(token)
                        .header("If-None-Match", home(token).header("ETag"))
                        .get("/api/v1/home?division=" + Street.COMMUNITY)
                        .statusCode()
                    == 304);

    Response open = home(null);
    assertThat(open.asString()).doesNotContain("claimedByMe", "mayClaim", "\"claims\":[", "inbox");
    assertThat(home(Tokens.auditor("home-a", Street.STREET)).asString()).doesNotContain("inbox");
    refused(get(token, "/home?division=" + Street.COMMUNITY + "G01"), "VALIDATION_FAILED");
    int compressed = gzipped("/home?division=" + Street.COMMUNITY, token).body().length;
    assertThat(compressed).isLessThan(TEN_KILOBYTES);
  }

  @Test
  void wish_showsWhetherTheCallerMayClaimIt_andItsClaimants() {
    long organisation = street.organisation();
    String steward = Tokens.steward("home-s-" + tag, organisation);
    long member = street.member(organisation);
    String token = Tokens.member("home-m2-" + tag, member);
    String wish = open(resident, WishApi.shared(3));
    String path = "/wishes/" + wish;
    Response before = ok(get(steward, path));
    assertThat(before.<Boolean>path("mayClaim")).isTrue();
    assertThat(ok(get(resident, path)).asString()).doesNotContain("mayClaim");
    // This steward's account is that of the resident, who must not claim the own wish.
    String self = Tokens.steward("home-" + tag, organisation);
    assertThat(ok(get(self, path)).<Boolean>path("mayClaim")).isFalse();
    String plain = ok(get(null, path)).header("ETag");
    assertThat(ok(get(null, path)).asString()).doesNotContain("mayClaim", "claimants");

    WishApi.claim(steward, wish);
    WishApi.claim(token, wish);
    Response after = ok(get(steward, path));
    assertThat(after.<Boolean>path("claimedByMe")).isTrue();
    assertThat(after.<Boolean>path("mayClaim")).isFalse();
    assertThat(after.<String>path("mayNotClaim")).isEqualTo("ALREADY_CLAIMED");
    assertThat(after.<List<String>>path("claimants.type"))
        .containsExactly("ORGANISATION", "MEMBER");
    assertThat(after.<String>path("claimants[0].name")).isEqualTo("支部" + organisation);
    assertThat(after.<Object>path("claimants[1].name")).isNull();
    assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
    String other = Tokens.member("home-m3-" + tag, street.member(street.organisation()));
    assertThat(ok(get(other, path)).<Boolean>path("mayClaim")).isTrue();
    assertThat(ok(get(other, path)).header("ETag")).isNotEqualTo(after.header("ETag"));
    // The tag is accepted for If-Match, so the request fails only because the wish has claims.
    assertThat(
            WishApi.put(WishApi.OPERATOR, path, draft(), after.header("ETag")).<String>path("code"))
        .isEqualTo("WISH_FROZEN");
    assertThat(ok(get(null, path)).header("ETag")).isNotEqualTo(plain);

    // A member who consented to be named, but whose name was erased, is shown without a name.
    given()
        .auth()
        .oauth2(token)
        .contentType("application/json")
        .header("Idempotency-Key", WishApi.key())
        .header("If-Match", "*")
        .body(Map.of("showsName", true))
        .put("/api/v1/members/" + Id.text(member) + "/name-consent")
        .then()
        .statusCode(200);
    street.update(
        "DELETE FROM vault_value WHERE subject_type = 'MEMBER' AND subject_id = ? AND field = 'name'",
        member);
    assertThat(ok(get(steward, path)).<Object>path("claimants[1].name")).isNull();
  }

  @Test
  void expandedWish_containsItsClaimsAndOrganisations() {
    long organisation = street.organisation();
    String steward = Tokens.steward("home-e-" + tag, organisation);
    String wish = open(resident, WishApi.shared(3));
    String claim = WishApi.claim(steward, wish);
    Response both = ok(get(resident, "/wishes/" + wish + "?expand=claims,organisation"));
    assertThat(both.<String>path("id")).isEqualTo(wish);
    assertThat(both.<List<String>>path("expanded.claims.id")).containsExactly(claim);
    assertThat(both.<List<String>>path("expanded.organisations.name"))
        .containsExactly("支部" + organisation);
    Response open = ok(get(null, "/wishes/" + wish + "?expand=organisation"));
    assertThat(open.<Object>path("expanded.claims")).isNull();
    refused(get(null, "/wishes/" + wish + "?expand=claims"), "UNAUTHENTICATED");
    refused(get(null, "/wishes/" + wish + "?expand=other"), "VALIDATION_FAILED");
  }

  @Test
  void labels_followTheLanguage_andWallPagesAreTheSameForEverybody() {
    street.update(
        "INSERT INTO subcategory (code, category, name_zh, name_en, active, version)"
            + " VALUES (?, 'SERVICE', '水电', 'Repairs', TRUE, 0)",
        "HOME_" + tag);
    String wish = open(resident, draft("subcategory", "HOME_" + tag));
    String before = ok(get(resident, "/wishes/" + wish)).header("ETag");
    street.update("UPDATE subcategory SET name_zh = '家电' WHERE code = ?", "HOME_" + tag);
    assertThat(ok(get(resident, "/wishes/" + wish)).header("ETag")).isNotEqualTo(before);
    for (String path : List.of("/wishes/" + wish, "/wishes?limit=1")) {
      String at = path.contains("?") ? "items[0].labels" : "labels";
      for (int i = 0; i < 2; i++) {
        Map<String, String> zh = ok(get(null, path)).path(at);
        assertThat(zh).containsEntry("state", "待认领").containsEntry("kind", "微心愿");
        Response en = given().header("Accept-Language", "en").get("/api/v1" + path);
        assertThat(en.<String>path(at + ".category")).isEqualTo("Services");
      }
    }
    await().until(() -> get(null, "/wishes/" + wish).path("number") != null);
    String member = Tokens.member("home-w-" + tag, street.member(street.organisation()));
    assertThat(get(member, "/wishes?limit=5").asString())
        .isEqualTo(get(null, "/wishes?limit=5").asString());
  }

  @Test
  void theDictionary_hasLabelsForAllEnums_categories_andDivisions() throws IOException {
    Response dictionary = ok(get(null, "/dictionary?division=" + Street.STREET));
    assertThat(dictionary.header("Cache-Control")).startsWith("public, max-age=");
    given()
        .header("If-None-Match", dictionary.header("ETag"))
        .get("/api/v1/dictionary?division=" + Street.STREET)
        .then()
        .statusCode(304);
    List<String> codes = dictionary.path("divisions.code");
    assertThat(codes).startsWith(Street.STREET).contains(Street.COMMUNITY, Street.NEIGHBOUR);
    assertThat(dictionary.<List<String>>path("categories.zh")).contains("便民服务");
    List<Map<String, Object>> enums = dictionary.path("enums");
    assertThat(enums.stream().map(one -> one.get("name"))).doesNotHaveDuplicates();
    Set<List<String>> known = new HashSet<>();
    List<String> unlabelled = new ArrayList<>();
    for (Map<String, Object> one : enums) {
      List<String> values = new ArrayList<>();
      for (Object value : (List<?>) one.get("values")) {
        Map<?, ?> label = (Map<?, ?>) value;
        values.add((String) label.get("code"));
        if (label.get("zh").equals(label.get("code"))
            || label.get("en").equals(label.get("code"))) {
          unlabelled.add(one.get("name") + "." + label.get("code"));
        }
      }
      known.add(values);
    }
    assertThat(unlabelled).isEmpty();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    Map<String, Object> contract =
        new Yaml(options).load(Files.readString(Path.of("openapi/openapi.yaml")));
    Map<?, ?> schemas = (Map<?, ?>) ((Map<?, ?>) contract.get("components")).get("schemas");
    Set<String> missing = new TreeSet<>();
    schemas.forEach(
        (name, schema) -> {
          if (((Map<?, ?>) schema).get("enum") instanceof List<?> values
              && values.size() > 1
              && !known.contains(values)
              && !TECHNICAL.contains(name)) {
            missing.add(name + " " + values);
          }
        });
    assertThat(missing).isEmpty();
    assertThat(enums)
        .as("names of schemas")
        .allSatisfy(
            one -> {
              Map<?, ?> schema = (Map<?, ?>) schemas.get(one.get("name"));
              assertThat(schema).as("%s", one.get("name")).isNotNull();
              assertThat((List<?>) schema.get("enum"))
                  .isEqualTo(
                      ((List<?>) one.get("values"))
                          .stream().map(value -> ((Map<?, ?>) value).get("code")).toList());
            });
    refused(get(null, "/dictionary?division=" + Street.COMMUNITY), "VALIDATION_FAILED");
  }

  @Test
  void readsOfTexts_areCompressed_butNotCommands() throws Exception {
    String wish = open(resident, draft());
    await().until(() -> get(null, "/wishes/" + wish).path("number") != null);
    HttpResponse<byte[]> zipped = gzipped("/wishes/" + wish, null);
    assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
    HttpResponse<byte[]> any = send("GET", "/wishes/" + wish, null, "*", null);
    assertThat(any.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(any.headers().firstValue("etag").orElseThrow()).startsWith("W/");
    assertThat(String.join(",", zipped.headers().allValues("vary")))
        .containsIgnoringCase("accept-encoding");
    String tag = zipped.headers().firstValue("etag").orElseThrow();
    assertThat(tag).startsWith("W/");
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(text.readAllBytes()).isEqualTo(get(null, "/wishes/" + wish).asByteArray());
    }
    HttpResponse<byte[]> plain = send("GET", "/wishes/" + wish, null, null, null);
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat("W/" + plain.headers().firstValue("etag").orElseThrow()).isEqualTo(tag);
    assertThat(String.join(",", plain.headers().allValues("vary")))
        .containsIgnoringCase("accept-encoding");
    assertThat(send("GET", "/wishes/" + wish, null, "gzip", tag).statusCode()).isEqualTo(304);
    HttpResponse<byte[]> head = send("HEAD", "/wishes/" + wish, null, "gzip", null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    // The weak tag of a compressed response is accepted for If-Match.
    String draft = WishApi.create(WishApi.OPERATOR, draft());
    String version =
        gzipped("/wishes/" + draft, WishApi.OPERATOR).headers().firstValue("etag").orElseThrow();
    ok(WishApi.put(WishApi.OPERATOR, "/wishes/" + draft, draft(), version));
    // Responses to commands, which may contain tokens, are not compressed.
    HttpResponse<byte[]> command =
        http.send(
            HttpRequest.newBuilder(uri("/wishes"))
                .header("Accept-Encoding", "gzip")
                .header("Authorization", "Bearer " + resident)
                .header("Idempotency-Key", WishApi.key())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(command.headers().firstValue("content-encoding")).isEmpty();
  }

  private HttpResponse<byte[]> gzipped(String path, String token) throws Exception {
    return send("GET", path, token, "gzip", null);
  }

  private HttpResponse<byte[]> send(
      String method, String path, String token, String encoding, String tag) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (encoding != null) {
      request.header("Accept-Encoding", encoding);
    }
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static URI uri(String path) {
    return URI.create("http://localhost:" + RestAssured.port + "/api/v1" + path);
  }
}
