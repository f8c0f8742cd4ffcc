package org.microwish.demand;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests the lifecycle of demands and the support for them over HTTP. */
@Tag("database")
@QuarkusTest
class DemandApiTest {

  private static final String BUILDING = Street.COMMUNITY + "G01B01";
  private static final String STAFF = Tokens.operator("community-desk", Street.COMMUNITY);
  private static final String HEAD = Tokens.collector("building-head", BUILDING);
  private static final String GRID = Tokens.collector("grid-worker", Street.COMMUNITY + "G01");
  private static final String NEIGHBOUR = Tokens.resident("demand-neighbour");

  private final Street street = Street.here();
  private long organisation;
  private String resident;

  @Inject Sweeper sweeper;

  @BeforeEach
  void people() {
    street.building(BUILDING);
    organisation = street.organisation();
    resident = Tokens.resident("demand-" + key());
  }

  private static Map<String, Object> draft(Object... more) {
    Map<String, Object> draft =
        map(
            "kind",
            "COMPLAINT",
            "category",
            "ENVIRONMENT",
            "channel",
            "MINI_PROGRAM",
            "division",
            BUILDING,
            "words",
            map(
                "title",
                "楼下烧烤油烟大",
                "details",
                "每晚十点后油烟呛人",
                "askerName",
                WishApi.NAME,
                "askerPhone",
                WishApi.PHONE,
                "address",
                WishApi.ADDRESS));
    draft.putAll(map(more));
    return draft;
  }

  private String submitted(Object... more) {
    return ok(resident, "/demands", draft(more)).path("demandId");
  }

  private String accepted(Object... more) {
    String demand = submitted(more);
    ok(OPERATOR, "/demands/" + demand + "/accept", none());
    return demand;
  }

  private static int dispatch(String demand, Object... where) {
    return ok(OPERATOR, "/demands/" + demand + "/dispatch", map(where)).path("route");
  }

  private static Response take(String who, String demand, int route) {
    return post(who, "/demands/" + demand + "/take", map("route", route));
  }

  private String handled(Object... more) {
    String demand = accepted(more);
    ok(take(STAFF, demand, dispatch(demand, "level", "COMMUNITY")));
    return demand;
  }

  private String answered(Object... more) {
    String demand = handled(more);
    ok(STAFF, "/demands/" + demand + "/answer", answer());
    return demand;
  }

  private static Map<String, Object> answer(Object... more) {
    Map<String, Object> answer = map("answer", "已约谈店主，加装了净化器");
    answer.putAll(map(more));
    return answer;
  }

  private static String state(String demand) {
    return ok(get(OPERATOR, "/demands/" + demand)).path("state");
  }

  private static Response publish(String demand, Object... texts) {
    return given()
        .auth()
        .oauth2(OPERATOR)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key())
        .header("If-Match", get(OPERATOR, "/demands/" + demand).header("ETag"))
        .body(map(texts))
        .post("/api/v1/demands/" + demand + "/publish");
  }

  private static void invalid(Response response, String pointer, String fault) {
    refused(response, "VALIDATION_FAILED");
    assertThat(response.asString()).contains("\"" + pointer + "\"").contains(fault);
  }

  @Test
  void demand_goesFromTheBuildingToTheEvaluation() {
    String demand = submitted();
    assertThat(get(null, "/demands/" + demand).statusCode()).isEqualTo(404);
    assertThat(get(NEIGHBOUR, "/demands/" + demand).statusCode()).isEqualTo(404);
    ok(OPERATOR, "/demands/" + demand + "/accept", none());
    int route = dispatch(demand, "level", "BUILDING");
    refused(take(GRID, demand, route + 1), "ROUTE_CHANGED");
    ok(take(HEAD, demand, route));
    refused(take(HEAD, demand, route), "STATE_CONFLICT");
    String other = Tokens.collector("other-head", BUILDING);
    refused(other, "/demands/" + demand + "/hand-back", because("不是我"), "FORBIDDEN");
    assertThat(ok(get(HEAD, "/demands/" + demand)).<String>path("own.askerPhone"))
        .isEqualTo(WishApi.PHONE);
    assertThat(ok(get(STAFF, "/demands/" + demand)).<String>path("own.askerPhone"))
        .isNotEqualTo(WishApi.PHONE);
    ok(HEAD, "/demands/" + demand + "/hand-back", because("需要街道协调"));
    assertThat(state(demand)).isEqualTo("ACCEPTED");
    ok(take(OPERATOR, demand, dispatch(demand, "level", "STREET")));
    refused(HEAD, "/demands/" + demand + "/answer", answer(), "FORBIDDEN");
    ok(OPERATOR, "/demands/" + demand + "/answer", answer());
    assertThat(ok(get(resident, "/demands/" + demand)).<String>path("own.answer"))
        .isEqualTo("已约谈店主，加装了净化器");
    refused(OPERATOR, "/demands/" + demand + "/evaluate", evaluation(true), "FORBIDDEN");
    ok(resident, "/demands/" + demand + "/evaluate", evaluation(true));
    assertThat(state(demand)).isEqualTo("CLOSED");
    refused(resident, "/demands/" + demand + "/withdraw", none(), "STATE_CONFLICT");
  }

  private static Map<String, Object> evaluation(boolean satisfied) {
    return map("satisfied", satisfied, "stars", satisfied ? 5 : 1);
  }

  @Test
  void askerObjectsOnce_operatorReopensAgain() {
    String demand = answered();
    ok(resident, "/demands/" + demand + "/object", because("油烟还在"));
    assertThat(state(demand)).isEqualTo("HANDLING");
    ok(STAFF, "/demands/" + demand + "/answer", answer());
    refused(resident, "/demands/" + demand + "/object", because("还在"), "ALREADY_OBJECTED");
    ok(resident, "/demands/" + demand + "/evaluate", evaluation(false));
    ok(OPERATOR, "/demands/" + demand + "/reopen", because("再办一次"));
    assertThat(state(demand)).isEqualTo("HANDLING");
    ok(STAFF, "/demands/" + demand + "/answer", answer());
    ok(OPERATOR, "/demands/" + demand + "/close", none());
  }

  @Test
  void returnedDemand_isRevised_rejectedOneIsFinal() {
    String demand = submitted();
    ok(OPERATOR, "/demands/" + demand + "/return", because("请写明地点"));
    String tag = get(resident, "/demands/" + demand).header("ETag");
    ok(put(resident, "/demands/" + demand, map("words", map("title", "北门烧烤油烟大")), tag));
    assertThat(state(demand)).isEqualTo("SUBMITTED");
    ok(OPERATOR, "/demands/" + demand + "/reject", because("重复"));
    refused(OPERATOR, "/demands/" + demand + "/accept", none(), "STATE_CONFLICT");
  }

  @Test
  void levelThatDoesNotExistThere_isRefused() {
    String demand = accepted("division", Street.COMMUNITY);
    invalid(
        post(OPERATOR, "/demands/" + demand + "/dispatch", map("level", "GRID")),
        "/level",
        "NOT_FOUND");
    invalid(
        post(OPERATOR, "/demands/" + demand + "/dispatch", map("level", "DEPARTMENT")),
        "/departmentId",
        "REQUIRED");
    assertThat(state(demand)).isEqualTo("ACCEPTED");
  }

  @Test
  void dueDateInThePast_isRefused() {
    String demand = submitted();
    invalid(
        post(OPERATOR, "/demands/" + demand + "/accept", map("dueAt", "2020-01-01T00:00:00Z")),
        "/dueAt",
        "IN_PAST");
    assertThat(state(demand)).isEqualTo("SUBMITTED");
  }

  @Test
  void overdueDemand_escalatesToTheLevelAbove() {
    String demand = accepted();
    ok(take(HEAD, demand, dispatch(demand, "level", "BUILDING")));
    for (String level : List.of("GRID", "COMMUNITY", "STREET")) {
      street.update("UPDATE demand SET due_at = last_occurred_at WHERE id = ?", Street.id(demand));
      sweeper.sweep();
      Response seen = ok(get(OPERATOR, "/demands/" + demand));
      assertThat(seen.<String>path("own.level")).isEqualTo(level);
      assertThat(seen.<String>path("state")).isEqualTo("DISPATCHED");
    }
    refused(HEAD, "/demands/" + demand + "/answer", answer(), "FORBIDDEN");
  }

  @Test
  void mergedDemand_getsTheAnswerOfTheOther() {
    String first = handled();
    String second = accepted();
    String third = accepted();
    invalid(
        post(OPERATOR, "/demands/" + second + "/merge", map("into", second)),
        "/into",
        "NOT_ALLOWED");
    ok(OPERATOR, "/demands/" + third + "/merge", map("into", second));
    invalid(
        post(OPERATOR, "/demands/" + second + "/merge", map("into", third)),
        "/into",
        "CONTRADICTORY");
    ok(OPERATOR, "/demands/" + second + "/merge", map("into", first));
    ok(STAFF, "/demands/" + first + "/answer", answer());
    for (String merged : List.of(second, third)) {
      assertThat(ok(get(resident, "/demands/" + merged)).<String>path("own.answer"))
          .isEqualTo("已约谈店主，加装了净化器");
    }
    invalid(
        post(OPERATOR, "/demands/" + accepted() + "/merge", map("into", first)), "/into", "CLOSED");
  }

  @Test
  void convertedDemandAndItsWish_showEachOther() {
    String demand = accepted("kind", "SUGGESTION");
    Map<String, Object> conversion = map("wish", WishApi.draft("channel", "RESIDENTS_GROUP_CHAT"));
    String wish = ok(OPERATOR, "/demands/" + demand + "/convert", conversion).path("wishId");
    assertThat(ok(get(OPERATOR, "/demands/" + demand)).<String>path("wishId")).isEqualTo(wish);
    assertThat(ok(get(OPERATOR, "/wishes/" + wish)).<String>path("own.demandId")).isEqualTo(demand);
    String withdrawn = submitted();
    ok(resident, "/demands/" + withdrawn + "/withdraw", none());
    refused(OPERATOR, "/demands/" + withdrawn + "/convert", conversion, "STATE_CONFLICT");
  }

  @Test
  void adoptedSuggestion_saysWhatBecomesOfIt() {
    String demand = handled("kind", "SUGGESTION");
    invalid(post(STAFF, "/demands/" + demand + "/answer", answer()), "/adopted", "REQUIRED");
    invalid(
        post(STAFF, "/demands/" + demand + "/answer", answer("adopted", true)),
        "/outcome",
        "CONTRADICTORY");
    ok(STAFF, "/demands/" + demand + "/answer", answer("adopted", true, "outcome", "六月加装座椅"));
    String complaint = handled();
    invalid(
        post(STAFF, "/demands/" + complaint + "/answer", answer("adopted", false)),
        "/adopted",
        "NOT_ALLOWED");
  }

  @Test
  void publicTexts_areCheckedAndSupported() {
    String demand = accepted("kind", "SUGGESTION");
    refused(NEIGHBOUR, "/demands/" + demand + "/support", none(), "NOT_FOUND");
    refused(publish(demand, "publicTitle", "请联系" + WishApi.NAME), "PERSONAL_DATA_FOUND");
    ok(publish(demand, "publicTitle", "在小广场加装座椅"));
    assertThat(ok(get(null, "/demands/" + demand)).<String>path("title")).isEqualTo("在小广场加装座椅");
    assertThat(ok(get(null, "/demands/" + demand)).<Object>path("own")).isNull();
    String support = ok(NEIGHBOUR, "/demands/" + demand + "/support", none()).path("supportId");
    refused(NEIGHBOUR, "/demands/" + demand + "/support", none(), "ALREADY_SUPPORTED");
    assertThat(ok(get(null, "/demands/" + demand)).<Integer>path("supporters")).isEqualTo(1);
    ok(NEIGHBOUR, "/supports/" + support + "/end", none());
    refused(NEIGHBOUR, "/supports/" + support + "/end", none(), "STATE_CONFLICT");
    ok(OPERATOR, "/demands/" + demand + "/unpublish", because("暂不公开"));
    assertThat(get(null, "/demands/" + demand).statusCode()).isEqualTo(404);
    String dispute = accepted("kind", "DISPUTE");
    refused(publish(dispute, "publicTitle", "邻里纠纷"), "STATE_CONFLICT");
  }

  @Test
  void sourceSendsTwice_withTheSameContentOnly() {
    String number = "GZ-" + key();
    Map<String, Object> call =
        draft("channel", "HOTLINE_12345", "source", map("system", "hotline", "number", number));
    Response first = ok(OPERATOR, "/demands", call);
    Response again = ok(OPERATOR, "/demands", call);
    assertThat(again.<String>path("demandId")).isEqualTo(first.path("demandId"));
    assertThat(again.<String>path("ledger.entryId")).isEqualTo(first.path("ledger.entryId"));
    call.put("category", "SAFETY");
    refused(OPERATOR, "/demands", call, "ALREADY_EXISTS");
    assertThat(
            ok(get(OPERATOR, "/demands?externalReference=hotline:" + number))
                .<List<?>>path("items"))
        .hasSize(1);
    invalid(post(OPERATOR, "/demands", draft("channel", "HOTLINE_12345")), "/source", "REQUIRED");
  }

  @Test
  void attendantOfAHall_submitsAndHandles() {
    long member = street.member(organisation);
    String attendant = Tokens.member("attendant-" + member, member);
    Map<String, Object> station =
        map(
            "kind",
            "HALL",
            "origin",
            "NEW",
            "name",
            "邻里服务客厅",
            "division",
            Street.COMMUNITY,
            "hostIds",
            List.of(Id.text(organisation)),
            "hours",
            map("always", true));
    String hall = ok(OPERATOR, "/stations", station).path("stationId");
    invalid(
        post(attendant, "/demands", draft("channel", "HALL", "hallId", hall)), "/hallId", "CLOSED");
    ok(OPERATOR, "/stations/" + hall + "/open", none());
    refused(attendant, "/demands", draft("channel", "HALL", "hallId", hall), "FORBIDDEN");
    ok(OPERATOR, "/stations/" + hall + "/attendants", map("memberId", Id.text(member)));
    String demand =
        ok(attendant, "/demands", draft("channel", "HALL", "hallId", hall)).path("demandId");
    ok(OPERATOR, "/demands/" + demand + "/accept", none());
    ok(take(attendant, demand, dispatch(demand, "level", "COMMUNITY", "hallId", hall)));
    ok(attendant, "/demands/" + demand + "/answer", answer());
  }

  @Test
  void oneOf64Handlers_takesTheDemand() throws Exception {
    String demand = accepted();
    int route = dispatch(demand, "level", "COMMUNITY");
    List<Callable<Response>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String who = Tokens.collector("handler-" + i, Street.COMMUNITY);
      calls.add(() -> take(who, demand, route));
    }
    int won = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(calls.size())) {
      for (Future<Response> each : pool.invokeAll(calls)) {
        if (each.get().statusCode() == 200) {
          won++;
        } else {
          refused(each.get(), "STATE_CONFLICT");
        }
      }
    }
    assertThat(won).isEqualTo(1);
    assertThat(state(demand)).isEqualTo("HANDLING");
  }
}
