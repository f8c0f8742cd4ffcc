package org.microwish.party;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Year;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.party.PartyApi.As;
import org.microwish.party.PartyApi.Entry;
import org.microwish.platform.Time;

@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DivisionApiTest {

  private static final String PROVINCE = "91";
  private static final String STREET = "910102013000";
  private static final String COMMUNITY = "910102013001";

  private final As admin = As.administrator();

  private boolean ready;

  /** Runs once; not in {@code @BeforeAll}, because the port is not known there yet. */
  @BeforeEach
  void recordAStreet() {
    if (ready) {
      return;
    }
    ready = true;
    PartyApi.street(PROVINCE, 3);
  }

  @Test
  void everybodyReadsADivision() {
    PartyApi.anonymously("/divisions/" + COMMUNITY)
        .then()
        .statusCode(200)
        .header("ETag", "W/\"1\"")
        .body("code", equalTo(COMMUNITY))
        .body("path", equalTo(COMMUNITY))
        .body("level", equalTo("COMMUNITY"))
        .body("parent", equalTo(STREET))
        .body("name", equalTo("第1社区"))
        .body("year", equalTo(Year.now(Time.ZONE).getValue()));
    PartyApi.anonymously("/divisions/910000000000")
        .then()
        .statusCode(200)
        .body("path", equalTo("91"))
        .body("parent", nullValue());
  }

  @Test
  void matchingEtag_getsNotModified() {
    given()
        .header("If-None-Match", "\"1\"")
        .get("/api/v1/divisions/" + STREET)
        .then()
        .statusCode(304);
  }

  @Test
  void childrenAndSubtree_canBeListed() {
    PartyApi.anonymously("/divisions?parent=" + STREET)
        .then()
        .statusCode(200)
        .body("items.code", hasItems("910102013001", "910102013002", "910102013003"))
        .body("items.code", not(hasItem(STREET)));
    PartyApi.anonymously("/divisions?parent=910102013&q=2社")
        .then()
        .body("items.code", contains("910102013002"));
    PartyApi.anonymously("/divisions/910100000000/subtree")
        .then()
        .body("items[0].code", equalTo("910100000000"))
        .body("items.code", hasItems("910102000000", STREET, COMMUNITY));
    PartyApi.anonymously("/divisions/910100000000/subtree?level=COUNTY")
        .then()
        .body("items.code", contains("910102000000"));
  }

  @Test
  void aSubtreeIsReadPageByPage() {
    String first = "/divisions/910000000000/subtree?limit=4";
    Response page = PartyApi.anonymously(first);
    List<String> codes = page.path("items.code");
    assertThat(codes).hasSize(4).startsWith("910000000000").isSorted();
    assertThat(page.header("Link")).contains("rel=\"next\"");
    Response rest = PartyApi.anonymously(first + "&cursor=" + page.path("nextCursor"));
    rest.then()
        .body("items[0].code", equalTo("910102013001"))
        .body("items.code", not(hasItem(STREET)));
  }

  @Test
  void divisionWithoutItsParent_isRefused() {
    assertThat(
            PartyApi.faults(
                admin.post("/divisions", Map.of("code", "910103001000", "name", "无区街道"))))
        .containsExactly("/code NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9101020130011", "91010201300", "910102013000G01", "九一", ""})
  void malformedCode_isRefused(String code) {
    assertThat(PartyApi.faults(admin.post("/divisions", Map.of("code", code, "name", "社区"))))
        .containsExactly("/code INVALID_FORMAT");
  }

  @Test
  void everyBadFieldIsNamed() {
    assertThat(
            PartyApi.faults(
                admin.post("/divisions", Map.of("code", "910102013009", "name", "x".repeat(101)))))
        .containsExactly("/name TOO_LONG");
    assertThat(
            PartyApi.faults(
                admin.post(
                    "/divisions", Map.of("code", "910102013009", "name", "九", "year", 1999))))
        .containsExactly("/year OUT_OF_RANGE");
    assertThat(PartyApi.faults(admin.post("/divisions", Map.of())))
        .containsExactlyInAnyOrder("/code REQUIRED", "/name REQUIRED");
  }

  @Test
  void aCodeIsRecordedOnce() {
    assertThat(
            PartyApi.refusal(
                admin.post("/divisions", Map.of("code", COMMUNITY, "name", "又一社区")), 409))
        .isEqualTo("ALREADY_EXISTS");
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswer() {
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = Map.of("code", "910102013051", "name", "重复社区");
    Response first = admin.postWithKey(key, "/divisions", body);
    Response again = admin.postWithKey(key, "/divisions", body);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.header("Location")).endsWith("/api/v1/divisions/910102013051");
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(
            PartyApi.refusal(
                admin.postWithKey(key, "/divisions", Map.of("code", "910102013052", "name", "别的")),
                422))
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(PartyApi.refusal(admin.postWithoutKey("/divisions", body), 400))
        .isEqualTo("IDEMPOTENCY_KEY_REQUIRED");
  }

  @Test
  void onlyAdministratorsWrite() {
    Map<String, Object> body = Map.of("code", "910102013060", "name", "社区");
    assertThat(PartyApi.refusal(As.operator("91").post("/divisions", body), 403))
        .isEqualTo("FORBIDDEN");
    assertThat(
            PartyApi.refusal(
                given().contentType("application/json").body(body).post("/api/v1/divisions"), 401))
        .isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void aRenamedDivisionKeepsEveryVersionOnRecord() {
    String code = "910102013070";
    PartyApi.recordDivision(admin, code, "旧名社区");
    String path = "/divisions/" + code;
    assertThat(PartyApi.refusal(admin.putBlindly(path, Map.of("name", "新名社区")), 428))
        .isEqualTo("PRECONDITION_REQUIRED");
    assertThat(PartyApi.refusal(admin.put(path, 7, Map.of("name", "新名社区")), 412))
        .isEqualTo("PRECONDITION_FAILED");
    admin
        .put(path, 1, Map.of("name", "新名社区", "year", 2022))
        .then()
        .statusCode(200)
        .body("version", equalTo(2));
    PartyApi.anonymously(path)
        .then()
        .header("ETag", "W/\"2\"")
        .body("name", equalTo("新名社区"))
        .body("year", equalTo(2022));
    List<Entry> entries = PartyApi.entries(AggregateType.DIVISION, code);
    assertThat(entries)
        .extracting(Entry::type)
        .containsExactly("DIVISION_RECORDED", "DIVISION_CHANGED");
    assertThat(entries.getLast().leaf()).doesNotContain("新名社区").contains("\"year\":2022");
  }

  @Test
  void concurrentRenamings_haveOneWinner() {
    String code = "910102013080";
    PartyApi.recordDivision(admin, code, "争名社区");
    List<Integer> statuses =
        Concurrently.run(
            8, i -> admin.put("/divisions/" + code, 1, Map.of("name", "名" + i)).statusCode());
    assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    assertThat(PartyApi.entries(AggregateType.DIVISION, code)).hasSize(2);
  }

  @Test
  void gridsAndBuildings_belongToACommunity_andAppearInNoLeaf() {
    PartyApi.recordDivision(admin, COMMUNITY + "G02", "第二网格");
    Response building =
        admin.post("/divisions", Map.of("code", COMMUNITY + "G02B11", "name", "11栋"));
    building.then().statusCode(201);
    PartyApi.anonymously("/divisions/" + COMMUNITY + "G02B11")
        .then()
        .body("level", equalTo("BUILDING"))
        .body("parent", equalTo(COMMUNITY + "G02"));
    String leaf = PartyApi.entry(building).leaf();
    assertThat(leaf).contains(COMMUNITY).doesNotContain("G02").doesNotContain("11栋");
    PartyApi.anonymously("/divisions/" + COMMUNITY + "/subtree?level=BUILDING")
        .then()
        .body("items.code", contains(COMMUNITY + "G02B11"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"919999999999", "91", "nonsense", "910102013001G99"})
  void anUnknownDivisionIsNotFound(String code) {
    assertThat(PartyApi.refusal(PartyApi.anonymously("/divisions/" + code), 404))
        .isEqualTo("NOT_FOUND");
    assertThat(PartyApi.refusal(PartyApi.anonymously("/divisions/" + code + "/subtree"), 404))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void filterByAnUnknownDivision_isRefused() {
    assertThat(PartyApi.faults(PartyApi.anonymously("/divisions?parent=919900000000")))
        .containsExactly("parent NOT_FOUND");
    assertThat(PartyApi.faults(PartyApi.anonymously("/divisions?parent=x")))
        .containsExactly("parent INVALID_FORMAT");
    assertThat(PartyApi.faults(PartyApi.anonymously("/divisions?level=VILLAGE")))
        .containsExactly("level UNKNOWN_VALUE");
  }
}
