package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Test client: sends commands and reads over HTTP, as the mini-program does, and checks the
 * answers.
 */
public final class WishApi {

  public static final String OPERATOR = Tokens.operator("desk-1", Street.STREET);
  public static final String COLLECTOR = Tokens.collector("grid-1", Street.COMMUNITY);
  public static final String NAME = "陈阿婆独一";
  public static final String PHONE = "13912345678";
  public static final String ADDRESS = "梅花村街十二号四零二房";
  public static final String DETAILS = "厕所湿滑无扶手需要更换";

  private static final AtomicInteger KEYS = new AtomicInteger();

  private WishApi() {}

  public static String key() {
    return "wish-api-" + KEYS.incrementAndGet();
  }

  public static Response post(String token, String path, Object body) {
    return post(token, path, body, key());
  }

  public static Response post(String token, String path, Object body, String key) {
    return given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .body(body)
        .post("/api/v1" + path);
  }

  public static Response put(String token, String path, Object body, String ifMatch) {
    var request = given().auth().oauth2(token).contentType(ContentType.JSON).body(body);
    if (ifMatch != null) {
      request = request.header("If-Match", ifMatch);
    }
    return request.put("/api/v1" + path);
  }

  public static Response get(String token, String path) {
    return token == null
        ? given().get("/api/v1" + path)
        : given().auth().oauth2(token).get("/api/v1" + path);
  }

  /** Returns the response after checking that its status is 200 or 201. */
  public static Response ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isIn(200, 201);
    return response;
  }

  public static Response ok(String token, String path, Object body) {
    return ok(post(token, path, body));
  }

  /** Returns the response after checking that it is a problem with that code. */
  public static Response refused(Response response, String code) {
    assertThat(response.path("code").toString()).as(response.asString()).isEqualTo(code);
    assertThat(response.contentType()).startsWith("application/problem+json");
    return response;
  }

  public static Response refused(String token, String path, Object body, String code) {
    return refused(post(token, path, body), code);
  }

  public static Map<String, Object> draft(Object... more) {
    Map<String, Object> draft = new LinkedHashMap<>();
    draft.put("kind", "WISH");
    draft.put("channel", "HOME_VISIT");
    draft.put("category", "SERVICE");
    draft.put("division", Street.COMMUNITY);
    draft.put(
        "words",
        Map.of(
            "title",
            "换厕所扶手",
            "details",
            DETAILS,
            "residentName",
            NAME,
            "contactPhone",
            PHONE,
            "address",
            ADDRESS));
    draft.putAll(map(more));
    return draft;
  }

  public static Map<String, Object> shared(int places, Object... more) {
    Map<String, Object> draft = draft("claimPolicy", "SHARED", "places", places);
    draft.putAll(map(more));
    return draft;
  }

  public static Map<String, Object> project(String budget, Object... more) {
    Map<String, Object> draft =
        draft("kind", "PROJECT", "claimPolicy", "SHARED", "capacity", "AMOUNT", "budget", budget);
    draft.putAll(map(more));
    return draft;
  }

  public static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  public static Map<String, Object> none() {
    return Map.of();
  }

  public static Map<String, Object> because(String words) {
    return Map.of("reason", words);
  }

  public static Map<String, Object> ending(String reason) {
    return Map.of("reason", reason, "note", "说明原因");
  }

  public static Map<String, Object> note(String words) {
    return Map.of("note", words);
  }

  public static Map<String, Object> publication() {
    return Map.of("publicTitle", "更换厕所扶手", "publicSummary", "独居长者需要扶手", "attested", true);
  }

  public static String create(String token, Map<String, Object> draft) {
    return ok(token, "/wishes", draft).path("wishId");
  }

  /**
   * Creates and submits a wish with the author's token, publishes it as an operator, and returns
   * its id.
   */
  public static String open(String author, Map<String, Object> draft) {
    String id = create(author, draft);
    ok(author, "/wishes/" + id + "/submit", none());
    ok(OPERATOR, "/wishes/" + id + "/publish", publication());
    return id;
  }

  public static String claim(String token, String wish) {
    return claim(token, wish, none());
  }

  public static String claim(String token, String wish, Object body) {
    return ok(token, "/wishes/" + wish + "/claims", body).path("claim.id");
  }

  public static Map<String, Object> pledge(String amount, String form) {
    return Map.of("pledge", Map.of("amount", amount, "form", form));
  }

  public static Map<String, Object> delivery(String... cash) {
    return cash.length == 0
        ? note("已完成")
        : Map.of("note", "已完成", "spent", List.of(Map.of("amount", cash[0], "form", "CASH")));
  }

  public static String state(String wish) {
    return ok(get(OPERATOR, "/wishes/" + wish)).path("state");
  }
}
