package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class ReportTest {

  private static final String ELSEWHERE = Tokens.operator("desk-2", Street.OTHER_STREET);
  private static final String WORDS = "标题里有我邻居的电话13912345678";

  private final Street street = Street.here();
  private final String resident = Tokens.resident("reported-" + UUID.randomUUID());

  private static Response report(String wish, Object body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/wishes/" + wish + "/reports");
  }

  private static List<String> reports(String token, String wish, String state) {
    return ok(get(token, "/reports?limit=100&state=" + state))
        .jsonPath()
        .getList("items.findAll { it.wishId == '" + wish + "' }.id");
  }

  @Test
  void report_reachesTheDesk_andIsClosedWithAResultOnTheLedger() {
    String wish = open(resident, draft());
    Response received = report(wish, map("reason", "PERSONAL_DATA", "words", WORDS));
    assertThat(received.statusCode()).as(received.asString()).isEqualTo(201);
    String id = received.path("id");
    Response desk = ok(get(OPERATOR, "/reports?limit=100"));
    assertThat(desk.jsonPath().getString("items.find { it.id == '" + id + "' }.words"))
        .isEqualTo(WORDS);
    assertThat(reports(ELSEWHERE, wish, "OPEN")).isEmpty();
    // The database contains the reporter's words only encrypted.
    assertThat(
            street.column(
                "SELECT CONCAT_WS('|', CONVERT(content USING latin1), reason) FROM wish_report"))
        .isNotEmpty()
        .noneMatch(row -> row.contains("13912345678"));

    refused(ELSEWHERE, "/reports/" + id + "/close", map("result", "OTHER"), "NOT_FOUND");
    refused(resident, "/reports/" + id + "/close", map("result", "OTHER"), "FORBIDDEN");
    ok(OPERATOR, "/wishes/" + wish + "/unpublish", because("标题中有电话"));
    Response closed =
        ok(OPERATOR, "/reports/" + id + "/close", map("result", "UNPUBLISHED", "note", "已下架"));
    assertThat(
            street.column(
                "SELECT CONCAT(entry_type, ' ', aggregate_version, ' ', CONVERT(payload USING"
                    + " utf8mb4)) FROM ledger_entry WHERE entry_id = "
                    + Street.id(closed.path("ledger.entryId"))))
        .singleElement()
        .asString()
        .startsWith("REPORT_CLOSED 1 ")
        .contains("\"v\":2", "UNPUBLISHED", wish)
        .doesNotContain("已下架", "13912345678");
    refused(OPERATOR, "/reports/" + id + "/close", map("result", "OTHER"), "ALREADY_DECIDED");
    assertThat(reports(OPERATOR, wish, "OPEN")).isEmpty();
    assertThat(reports(OPERATOR, wish, "CLOSED")).containsExactly(id);
  }

  @Test
  void photoOfTheWish_canBeReported_butNoPhotoOfAnotherWish() throws IOException {
    String wish = open(resident, draft());
    String photo =
        given()
            .auth()
            .oauth2(WishApi.COLLECTOR)
            .header("Idempotency-Key", WishApi.key())
            .multiPart("file", "x", EvidenceSamples.screenshot())
            .multiPart("kind", "PHOTO")
            .post("/api/v1/wishes/" + wish + "/evidence")
            .path("item");
    String id = report(wish, map("reason", "OFFENSIVE", "evidence", photo)).path("id");
    assertThat(
            ok(get(OPERATOR, "/reports?limit=100"))
                .jsonPath()
                .getString("items.find { it.id == '" + id + "' }.evidenceId"))
        .isEqualTo(photo);
    Response other = report(open(resident, draft()), map("reason", "OFFENSIVE", "evidence", photo));
    refused(other, "VALIDATION_FAILED");
    assertThat(other.jsonPath().getString("errors[0].pointer")).isEqualTo("/evidence");
  }

  @Test
  void wishThatIsNotPublic_cannotBeReported() {
    String wish = WishApi.create(resident, draft());
    refused(report(wish, map("reason", "OTHER")), "NOT_FOUND");
    String hidden = open(resident, draft());
    ok(OPERATOR, "/wishes/" + hidden + "/unpublish", because("核实"));
    refused(report(hidden, map("reason", "OTHER")), "NOT_FOUND");
    refused(report(hidden, none()), "VALIDATION_FAILED");
  }

  /** A phone repeats a report if the answer was lost, or if the user taps twice. */
  @Test
  void repeatedReport_isKeptOnce_untilItIsClosed() throws Exception {
    String wish = open(resident, draft());
    Object body = map("reason", "UNTRUE", "words", "不属实");
    List<String> ids = new ArrayList<>();
    try (ExecutorService phones = Executors.newFixedThreadPool(4)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(phones.submit(() -> report(wish, body).path("id")));
      }
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }
    }
    assertThat(ids).doesNotContainNull().containsOnly(ids.getFirst());
    ok(OPERATOR, "/reports/" + ids.getFirst() + "/close", map("result", "NO_FAULT"));
    assertThat(report(wish, body).<String>path("id")).isNotIn(ids);
  }

  @Test
  void moreThanFiftyOpenReports_areRefused() {
    String wish = open(resident, draft());
    for (int i = 0; i < 50; i++) {
      assertThat(report(wish, map("reason", "OTHER", "words", "第" + i)).statusCode())
          .isEqualTo(201);
    }
    Response refusal = report(wish, map("reason", "OTHER", "words", "更多"));
    refused(refusal, "TOO_MANY_REQUESTS");
    assertThat(refusal.header("Retry-After")).isNotNull();
    assertThat(report(wish, map("reason", "OTHER", "words", "第7")).statusCode()).isEqualTo(201);
  }

  @Test
  void reportsOfAnErasedWish_areDeleted() {
    String wish = open(resident, draft());
    report(wish, map("reason", "PERSONAL_DATA", "words", WORDS));
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", because("不再需要"));
    Response erased =
        post(
            OPERATOR,
            "/erasures",
            map("subject", map("type", "WISH", "id", wish), "reason", "PURPOSE_MET"));
    assertThat(erased.statusCode()).as(erased.asString()).isIn(200, 201);
    assertThat(street.number("SELECT COUNT(*) FROM wish_report WHERE wish_id = " + Street.id(wish)))
        .isZero();
  }
}
