package org.microwish.platform.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
@QuarkusTest
class ProblemsTest {

  private static final String PROBE = "/api/v1/probe";

  private static ValidatableResponse problem(ValidatableResponse answer, int status, String code) {
    return answer
        .statusCode(status)
        .contentType("application/problem+json")
        .header("Content-Language", "zh")
        .header("Vary", containsString("Accept-Language"))
        .header("Request-ID", matchesPattern("[0-9a-f]{32}"))
        .header("traceparent", matchesPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-00"))
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body("code", equalTo(code))
        .body("status", equalTo(status))
        .body("type", matchesPattern("https://microwish.org/problems/[a-z-]+"))
        .body("title", notNullValue())
        .body("detail", not(containsString("secret")))
        .body("instance", notNullValue())
        .body("requestId", matchesPattern("[0-9a-f]{32}"));
  }

  @Test
  void refusal_hasItsMembersAndFieldErrors() {
    problem(given().get(PROBE + "/fails/full").then(), 409, "WISH_FULL")
        .body("type", equalTo("https://microwish.org/problems/wish-full"))
        .body("title", equalTo("名额已满"))
        .body("instance", equalTo("/api/v1/probe/fails/full"))
        .body("places", equalTo(3))
        .body("errors[0].pointer", equalTo("/participants"))
        .body("errors[0].code", equalTo("NOT_ALLOWED"))
        .body("errors[0].detail", notNullValue());
  }

  @Test
  void acceptLanguageEnglish_getsEnglishTexts() {
    given()
        .header("Accept-Language", "fr, en;q=0.5")
        .get(PROBE + "/fails/full")
        .then()
        .statusCode(409)
        .header("Content-Language", "en")
        .body("title", equalTo("Full"));
  }

  @ParameterizedTest
  @CsvSource({
    "bug,500,INTERNAL_ERROR",
    "error,500,INTERNAL_ERROR",
    "checked,500,INTERNAL_ERROR",
    "web,400,MALFORMED_REQUEST",
    "body,400,MALFORMED_REQUEST",
    "bare,404,NOT_FOUND",
    "connection,503,DATABASE_UNAVAILABLE",
    "pool,503,DATABASE_UNAVAILABLE",
    "deadlock,503,BUSY",
  })
  void anyException_becomesAProblemWithoutInternals(String how, int status, String code) {
    ValidatableResponse answer =
        problem(given().get(PROBE + "/fails/" + how).then(), status, code)
            .body(not(containsString("secret")))
            .body("errors", nullValue());
    if (status == 503) {
      answer.header("Retry-After", matchesPattern("[1-9][0-9]*"));
    }
  }

  @Test
  void unknownPathsAreNotFound() {
    problem(given().get("/api/v1/nothing/here").then(), 404, "NOT_FOUND");
    problem(given().get("/nothing").then(), 404, "NOT_FOUND");
    problem(given().get(PROBE + "/nothing").then(), 404, "NOT_FOUND");
  }

  @Test
  void wrongMethod_answersWithTheAllowedMethods() {
    problem(given().delete(PROBE + "/items/0123456789ABC").then(), 405, "METHOD_NOT_ALLOWED")
        .header("Allow", "GET, HEAD, OPTIONS, PUT")
        .body("allowed", contains("GET", "HEAD", "OPTIONS", "PUT"));
    problem(given().get(PROBE).then(), 405, "METHOD_NOT_ALLOWED").header("Allow", "OPTIONS, POST");
  }

  @Test
  void unsupportedMediaTypes_areRefused() {
    problem(given().accept("application/xml").get(PROBE + "/items").then(), 406, "NOT_ACCEPTABLE");
    problem(
        given().contentType("text/plain").body("x").post(PROBE).then(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(
        given().header("Content-Type", "text/;;x").body(new byte[] {1}).post(PROBE).then(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    problem(
        given()
            .header("Content-Type", "application/json; charset=gbk")
            .body("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .post(PROBE)
            .then(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void missingOrInvalidToken_isUnauthenticated_evenOnPublicReads() {
    problem(given().get(PROBE + "/closed").then(), 401, "UNAUTHENTICATED")
        .header("WWW-Authenticate", "Bearer");
    problem(
            given().header("Authorization", "Bearer garbage").get(PROBE + "/closed").then(),
            401,
            "UNAUTHENTICATED")
        .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    problem(
            given().header("Authorization", "Bearer a.b.c").get(PROBE + "/items").then(),
            401,
            "UNAUTHENTICATED")
        .header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }

  @Test
  void operationWithoutRoles_isClosed() {
    problem(given().get(PROBE + "/unannotated").then(), 401, "UNAUTHENTICATED");
  }

  @Test
  void invisibleCharacters_areRefusedInSingleLines() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"title\":\"张\u200B伟\",\"summary\":\"第一\u200B行\"}")
        .post("/api/v1/probe")
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/title"))
        .body("errors.code", contains("FORBIDDEN_CHARACTER"));
  }

  @Test
  void invalidQueryParameters_areRefusedByName() {
    parameter("colour=BLUE", "colour", "UNKNOWN_VALUE")
        .body("errors[0].allowed", contains("RED", "GREEN"));
    parameter("colour=", "colour", "REQUIRED");
    parameter("colour=red", "colour", "UNKNOWN_VALUE");
    parameter("from=2022-02-30", "from", "INVALID_FORMAT");
    parameter("from=15.2.2022", "from", "INVALID_FORMAT");
    parameter("since=2022-02-15T09:30:00", "since", "INVALID_FORMAT");
    parameter("owner=1", "owner", "INVALID_FORMAT");
    parameter("open=yes", "open", "UNKNOWN_VALUE");
    parameter("word=sixsix", "word", "TOO_LONG").body("errors[0].max", equalTo(5));
    parameter("word=a%00b", "word", "FORBIDDEN_CHARACTER");
    parameter("word=a&word=b", "word", "DUPLICATE_FIELD");
    parameter("coulor=RED", "coulor", "UNKNOWN_FIELD")
        .body("errors[0].allowed", hasItems("colour", "limit", "cursor"));
    parameter("limit=0", "limit", "OUT_OF_RANGE");
    parameter("limit=-3", "limit", "OUT_OF_RANGE");
    parameter("limit=ten", "limit", "WRONG_TYPE");
    parameter("limit=1.5", "limit", "WRONG_TYPE");
    parameter("cursor=garbage", "cursor", "INVALID_FORMAT");
    parameter("cursor=", "cursor", "REQUIRED");
    parameter("cursor=%F0%9F%98%80", "cursor", "INVALID_FORMAT");
  }

  private static ValidatableResponse parameter(String query, String name, String fault) {
    return problem(
            given().urlEncodingEnabled(false).get(PROBE + "/items?" + query).then(),
            400,
            "VALIDATION_FAILED")
        .body("errors[0].parameter", equalTo(name))
        .body("errors[0].code", equalTo(fault));
  }

  @Test
  void malformedId_isNotFound() {
    for (String id : new String[] {"1", "not-an-id-at-all", "ÄÄ", "%00", "0123456789ABCDEF"}) {
      problem(
              given().urlEncodingEnabled(false).get(PROBE + "/items/" + id).then(),
              404,
              "NOT_FOUND")
          .body("errors[0].parameter", equalTo("id"));
    }
  }

  @Test
  void validation_namesEveryInvalidField() {
    problem(
            given()
                .contentType(ContentType.JSON)
                .body(
                    """
                    {"summary": "a\\nb\\tc", "title": " ", "parts": [
                      {"name": "one", "count": 3}, {"name": "elevenlongs", "count": 0}, {}, {}]}
                    """)
                .post(PROBE)
                .then(),
            400,
            "VALIDATION_FAILED")
        .body(
            "errors.pointer",
            contains(
                "/parts",
                "/parts/1/count",
                "/parts/1/name",
                "/parts/2/name",
                "/parts/3/name",
                "/title"))
        .body(
            "errors.code",
            contains("TOO_LONG", "OUT_OF_RANGE", "TOO_LONG", "REQUIRED", "REQUIRED", "REQUIRED"))
        .body("errors[0].max", equalTo(3))
        .body("errors[1].min", equalTo(1))
        .body("errors.detail", everyItem(notNullValue()));
  }

  @Test
  void pages_areLinkedByCursors() {
    String next =
        given()
            .queryParam("limit", 1000)
            .queryParam("word", "心愿")
            .get(PROBE + "/items")
            .then()
            .statusCode(200)
            .body("items.size()", equalTo(100))
            .body("items[99]", equalTo(100))
            .header(
                "Link",
                matchesPattern(
                    "</api/v1/probe/items\\?limit=1000&word=%E5%BF%83%E6%84%BF&cursor=[^>]+>; rel=\"next\""))
            .extract()
            .path("nextCursor");
    given()
        .queryParams(Map.of("limit", 100, "word", "心愿", "cursor", next))
        .get(PROBE + "/items")
        .then()
        .statusCode(200)
        .body("items[0]", equalTo(101))
        .body("nextCursor", notNullValue());
    given().get(PROBE + "/items").then().body("items.size()", equalTo(20));
    // The last page has no next cursor.
    given()
        .queryParams(
            Map.of("word", "心愿", "cursor", Cursor.at(240L).encode(Filters.of("word", "心愿"))))
        .get(PROBE + "/items")
        .then()
        .statusCode(200)
        .body("items", contains(241, 242, 243, 244, 245, 246, 247, 248, 249, 250))
        .body("nextCursor", nullValue())
        .header("Link", nullValue());
    // A cursor is refused with other filters.
    problem(
            given().queryParams(Map.of("word", "其他", "cursor", next)).get(PROBE + "/items").then(),
            400,
            "VALIDATION_FAILED")
        .body("errors[0].parameter", equalTo("cursor"))
        .body("errors[0].code", equalTo("NOT_ALLOWED"));
    problem(
            given()
                .queryParams(
                    Map.of(
                        "word", "心愿", "cursor", next.substring(0, 12) + "A" + next.substring(13)))
                .get(PROBE + "/items")
                .then(),
            400,
            "VALIDATION_FAILED")
        .body("errors[0].parameter", equalTo("cursor"));
  }

  @Test
  void conditionalRequests_readAnswers304_andEditNeedsTheCurrentVersion() {
    String item = PROBE + "/items/0123456789ABC";
    given()
        .get(item)
        .then()
        .statusCode(200)
        // The client accepts gzip, which makes the tag a weak one.
        .header("ETag", "W/\"7\"")
        .header("Cache-Control", "private, no-cache")
        .body("id", equalTo("0123456789ABC"));
    for (String known : new String[] {"\"7\"", "W/\"7\"", "\"3\", \"7\"", "*"}) {
      given()
          .header("If-None-Match", known)
          .get(item)
          .then()
          .statusCode(304)
          .header("ETag", "\"7\"");
    }
    given().header("If-None-Match", "\"6\"").get(item).then().statusCode(200);

    String part = "{\"name\": \"one\"}";
    problem(edit(item, null, part), 428, "PRECONDITION_REQUIRED")
        .body("errors[0].header", equalTo("If-Match"));
    problem(edit(item, "\"6\"", part), 412, "PRECONDITION_FAILED")
        .body("errors[0].header", equalTo("If-Match"));
    problem(edit(item, "\"abc\"", part), 412, "PRECONDITION_FAILED");
    problem(edit(item, "7", part), 400, "VALIDATION_FAILED")
        .body("errors[0].header", equalTo("If-Match"));
    edit(item, "\"7\"", part).statusCode(200);
    edit(item, "W/\"7.staff\"", part).statusCode(200);
    edit(item, "*", part).statusCode(200);
  }

  private static ValidatableResponse edit(String item, String tag, String body) {
    var request = given().contentType(ContentType.JSON).body(body);
    return (tag == null ? request : request.header("If-Match", tag)).put(item).then();
  }

  @Test
  void validRequestIdAndTrace_areKept() {
    given()
        .header("Request-ID", "phone:42-abc.def")
        .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        .get(PROBE + "/fails/full")
        .then()
        .header("Request-ID", "phone:42-abc.def")
        .header(
            "traceparent",
            matchesPattern(
                "00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01"))
        .body("requestId", equalTo("phone:42-abc.def"));
    for (String bad :
        new String[] {"short", "with blank inside", "x".repeat(65), "a\u00e4aaaaaaaa"}) {
      given()
          .header("Request-ID", bad)
          .header("traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01")
          .get(PROBE + "/items")
          .then()
          .statusCode(200)
          .header("Request-ID", matchesPattern("[0-9a-f]{32}"))
          .header("traceparent", matchesPattern("00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00"));
    }
  }

  @Test
  void cors_refusesUnknownOrigins() {
    given()
        .header("Origin", "https://evil.example")
        .get(PROBE + "/items")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", nullValue());
    problem(
        given()
            .header("Origin", "https://evil.example")
            .header("Access-Control-Request-Method", "POST")
            .options(PROBE)
            .then(),
        403,
        "FORBIDDEN");
  }

  @Test
  void cors_allowsConfiguredOrigins_withTokensButNoCookies() {
    given()
        .header("Origin", "https://desk.example")
        .header("Access-Control-Request-Method", "PUT")
        .header("Access-Control-Request-Headers", "authorization,if-match")
        .options(PROBE + "/items/0123456789ABC")
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Origin", "https://desk.example")
        .header("Access-Control-Allow-Methods", containsString("PUT"))
        .header("Access-Control-Allow-Headers", containsString("If-Match"))
        .header("Access-Control-Allow-Credentials", nullValue())
        .header("Vary", containsString("Origin"));
    given()
        .header("Origin", "https://desk.example")
        .header("Authorization", "Bearer garbage")
        .get(PROBE + "/items")
        .then()
        .statusCode(401)
        .header("Access-Control-Allow-Origin", "https://desk.example")
        .header("Access-Control-Expose-Headers", containsString("ETag"))
        .headers("Vary", notNullValue());
  }

  @Test
  void cors_refusesNullAndSimilarOrigins() {
    given()
        .header("Origin", "null")
        .get(PROBE + "/items")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", nullValue());
    for (String origin :
        new String[] {
          "null",
          "https://desk.example.evil.example",
          "http://desk.example",
          "https://desk.example:8"
        }) {
      problem(
              given()
                  .header("Origin", origin)
                  .header("Access-Control-Request-Method", "POST")
                  .options(PROBE)
                  .then(),
              403,
              "FORBIDDEN")
          .header("Access-Control-Allow-Origin", nullValue());
    }
  }

  @Test
  void preflightForUnknownMethod_listsAllowedMethods() {
    for (String method : new String[] {"PATCH", "TRACE", "BANANA"}) {
      given()
          .header("Origin", "https://desk.example")
          .header("Access-Control-Request-Method", method)
          .options(PROBE)
          .then()
          .statusCode(204)
          .header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
    }
  }

  @Test
  void strictTransportSecurity_isSentOnlyOverTls() {
    given()
        .header("X-Forwarded-Proto", "https")
        .get(PROBE + "/items")
        .then()
        .header("Strict-Transport-Security", "max-age=31536000")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", notNullValue());
    given().get(PROBE + "/items").then().header("Strict-Transport-Security", nullValue());
  }

  @Test
  void missingBody_isAcceptedOnlyIfOptional() {
    given()
        .contentType(ContentType.JSON)
        .post(PROBE + "/optional")
        .then()
        .body("given", equalTo(false));
    for (String empty : new String[] {"", "null", "  "}) {
      problem(
              given().contentType(ContentType.JSON).body(empty).post(PROBE).then(),
              400,
              "VALIDATION_FAILED")
          .body("errors.pointer", hasItem(""))
          .body("errors.code", hasItem("REQUIRED"));
    }
  }
}
