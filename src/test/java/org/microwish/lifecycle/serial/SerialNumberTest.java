package org.microwish.lifecycle.serial;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.publication;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.platform.Time;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests serial numbers end to end, from the submission of a wish to the reads that show them. */
@Tag("database")
@QuarkusTest
class SerialNumberTest {

  private static final String ELSEWHERE = Tokens.operator("desk-elsewhere", Street.OTHER_STREET);

  private static final String AUDITOR = Tokens.auditor("auditor-1", Street.STREET);

  private static Street street;

  @BeforeEach
  void street() {
    street = Street.here();
  }

  private static Response submit(String token, String wish) {
    return ok(token, "/wishes/" + wish + "/submit", none());
  }

  private static String number(String wish) {
    return get(OPERATOR, "/wishes/" + wish).path("number");
  }

  /** Waits for the number and returns it. */
  private static String awaited(String token, String wish) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get(token, "/wishes/" + wish).path("number"), found -> found != null);
  }

  private static String prefix(String streetCode, String kind) {
    int year = Instant.now().atZone(Time.ZONE).getYear();
    return streetCode.substring(0, 9) + "-" + year + "-" + kind + "-";
  }

  @Test
  void submissions_at_once_are_numbered_in_leaf_order_without_gaps() throws Exception {
    int each = 10;
    Map<String, String> wishes = new TreeMap<>();
    List<Future<String>> submitted = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < each; i++) {
        for (boolean isProject : List.of(false, true)) {
          for (String place : List.of(Street.COMMUNITY, Street.ELSEWHERE)) {
            String desk = place.equals(Street.ELSEWHERE) ? ELSEWHERE : OPERATOR;
            submitted.add(
                threads.submit(
                    () -> {
                      Map<String, Object> draft =
                          isProject
                              ? project("100.00", "division", place)
                              : draft("division", place);
                      String wish = WishApi.create(desk, draft);
                      submit(desk, wish);
                      return wish + " " + desk + " " + prefix(place, isProject ? "P" : "W");
                    }));
          }
        }
      }
      for (Future<String> one : submitted) {
        String[] parts = one.get().split(" ", -1);
        String number = awaited(parts[1], parts[0]);
        assertThat(number).startsWith(parts[2]);
        wishes.put(parts[0], number);
      }
    }
    assertThat(wishes.values()).doesNotHaveDuplicates().hasSize(4 * each);
    Map<Long, String> byLeaf = new TreeMap<>();
    wishes.forEach((wish, number) -> byLeaf.put(submissionLeaf(wish), number));
    for (String place : List.of(Street.COMMUNITY, Street.ELSEWHERE)) {
      for (String kind : List.of("W", "P")) {
        String prefix = prefix(place, kind);
        assertThat(byLeaf.values().stream().filter(number -> number.startsWith(prefix)).toList())
            .as("numbers in leaf order")
            .hasSize(each)
            .isSorted();
      }
    }
    // Check the series of all tests so far: positions must begin at 1 and have no gaps.
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM (SELECT COUNT(*) AS n, MIN(position) AS least,"
                    + " MAX(position) AS most FROM serial_number"
                    + " GROUP BY street, recorded_year, kind) AS s WHERE least <> 1 OR most <> n"))
        .as("series with a gap")
        .isZero();
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM serial_number a JOIN serial_number b"
                    + " ON b.street = a.street AND b.recorded_year = a.recorded_year"
                    + " AND b.kind = a.kind AND b.position = a.position + 1"
                    + " WHERE b.leaf_index < a.leaf_index"))
        .as("numbers out of leaf order")
        .isZero();
  }

  private static long submissionLeaf(String wish) {
    return ok(get(null, "/ledger/entries?type=WISH_SUBMITTED&aggregate=WISH:" + wish))
        .jsonPath()
        .getLong("items[0].leafIndex");
  }

  @Test
  void a_wish_that_is_submitted_again_keeps_its_number() {
    String wish = WishApi.create(COLLECTOR, draft());
    assertThat((String) get(COLLECTOR, "/wishes/" + wish).path("number")).isNull();
    submit(COLLECTOR, wish);
    String number = awaited(COLLECTOR, wish);
    ok(OPERATOR, "/wishes/" + wish + "/return", because("请补充"));
    submit(COLLECTOR, wish);
    LedgerProbe.awaitIntegrated();
    awaitLevel();
    assertThat(number(wish)).isEqualTo(number);
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM serial_number WHERE number_text = '" + number + "'"))
        .isOne();
  }

  @Test
  void a_rebuild_gives_the_same_numbers() throws SQLException {
    String wish = WishApi.create(OPERATOR, draft());
    submit(OPERATOR, wish);
    awaited(OPERATOR, wish);
    String all =
        "SELECT CONCAT(leaf_index, ' ', aggregate_type, ' ', aggregate_id, ' ', number_text)"
            + " FROM serial_number ORDER BY leaf_index";
    List<String> before = street.column(all);
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "UPDATE ledger_cursor SET position = 0 WHERE consumer LIKE 'serial-number.%'");
      statement.execute("DELETE FROM serial_number");
      connection.commit();
    }
    awaitLevel();
    assertThat(before).isNotEmpty();
    assertThat(street.column(all)).startsWith(before.toArray(String[]::new));
  }

  /** Waits until the projection has processed every leaf. */
  private static void awaitLevel() {
    long size = LedgerProbe.treeSize();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                street.number(
                        "SELECT MIN(position) FROM ledger_cursor"
                            + " WHERE consumer LIKE 'serial-number.%'")
                    >= size);
  }

  @Test
  void a_late_number_changes_the_etag_and_appears_on_the_wall() throws Exception {
    String wish;
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement()) {
      awaitLevel();
      connection.setAutoCommit(false);
      // This lock keeps the projection from moving its cursor.
      statement.executeQuery(
          "SELECT position FROM ledger_cursor WHERE consumer = 'serial-number.WISH' FOR UPDATE");
      wish = WishApi.create(OPERATOR, draft());
      submit(OPERATOR, wish);
      ok(OPERATOR, "/wishes/" + wish + "/publish", publication());
      LedgerProbe.awaitIntegrated();
      for (int i = 0; i < 2; i++) {
        Response early = get(null, "/wishes/" + wish);
        assertThat((String) early.path("number")).isNull();
        assertThat(early.header("ETag")).isEqualTo("W/\"3.unnumbered\"");
        assertThat(get(OPERATOR, "/wishes/" + wish).header("ETag"))
            .isEqualTo("W/\"3.maskedunnumbered\"");
        onTheWall().statusCode(200).body("items[0].id", equalTo(wish));
        onTheWall().body("items[0].number", equalTo(null));
      }
      connection.rollback();
    }
    String number = awaited(null, wish);
    Response late = get(null, "/wishes/" + wish);
    assertThat(late.header("ETag")).isEqualTo("W/\"3\"");
    assertThat(get(OPERATOR, "/wishes/" + wish).header("ETag")).isEqualTo("W/\"3.masked\"");
    onTheWall().body("items[0].id", equalTo(wish)).body("items[0].number", equalTo(number));
    given()
        .header("If-None-Match", "\"3.unnumbered\"")
        .get("/api/v1/wishes/" + wish)
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse onTheWall() {
    return given().get("/api/v1/wishes?limit=1").then();
  }

  @Test
  void a_wish_is_found_by_its_whole_number_by_those_who_may_see_it() {
    String wish = WishApi.create(OPERATOR, draft());
    submit(OPERATOR, wish);
    String number = awaited(OPERATOR, wish);
    for (String token : List.of(OPERATOR, COLLECTOR, AUDITOR)) {
      found(token, number).body("items.id", contains(wish));
      found(token, number).body("items.number", contains(number));
    }
    // The wish is not published, so neither the public nor another street finds it.
    given().get("/api/v1/wishes?number=" + number).then().body("items", empty());
    found(ELSEWHERE, number).body("items", empty());
    ok(OPERATOR, "/wishes/" + wish + "/publish", publication());
    given().get("/api/v1/wishes?number=" + number).then().body("items.id", contains(wish));
    given().get("/api/v1/wishes?kind=PROJECT&number=" + number).then().body("items", empty());
    given()
        .get("/api/v1/wishes?number=" + number.replaceFirst("-W-.*", "-G-00001"))
        .then()
        .statusCode(200)
        .body("items", empty());
  }

  private static ValidatableResponse found(String token, String number) {
    return ok(get(token, "/wishes?number=" + number)).then();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123",
        "440104013-2026-W-123",
        "440104013-2026-w-00123",
        "440104013-2026-W-00123%25"
      })
  void an_invalid_number_is_refused_with_the_parameter_name(String text) {
    given()
        .urlEncodingEnabled(false)
        .get("/api/v1/wishes?number=" + text)
        .then()
        .statusCode(400)
        .body("code", equalTo("VALIDATION_FAILED"))
        .body("errors[0].parameter", equalTo("number"))
        .body("errors[0].code", equalTo("INVALID_FORMAT"));
  }

  @Test
  void auditors_list_all_numbers_in_leaf_order() {
    String wish = WishApi.create(OPERATOR, draft());
    submit(OPERATOR, wish);
    String number = awaited(OPERATOR, wish);
    awaitLevel();
    List<Map<String, Object>> all = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Response page = ok(get(null, "/ledger/serial-numbers?limit=7" + cursor));
      assertThat(page.jsonPath().getLong("treeSize")).isPositive();
      all.addAll(page.jsonPath().getList("items"));
      String next = page.path("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    }
    assertThat(all).extracting(one -> ((Number) one.get("leafIndex")).longValue()).isSorted();
    assertThat(all)
        .filteredOn(one -> number.equals(one.get("number")))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one).containsEntry("aggregateType", "WISH");
              assertThat(one).containsEntry("aggregateId", wish);
              assertThat(((Number) one.get("leafIndex")).longValue())
                  .isEqualTo(submissionLeaf(wish));
            });
  }
}
