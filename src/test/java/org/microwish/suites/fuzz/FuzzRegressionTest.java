package org.microwish.suites.fuzz;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.caller.Role;
import org.microwish.platform.contract.Contract;

/** Regression tests for the faults that {@link FuzzTest} has found, one test for each. */
@Tag("database")
@QuarkusTest
class FuzzRegressionTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource URI service;

  private final FuzzFixtures world = new FuzzFixtures(0);

  private RawConnection.Answer post(Role role, String path, String type, String body)
      throws Exception {
    List<String[]> headers =
        new ArrayList<>(
            List.of(
                new String[] {"Authorization", "Bearer " + world.token(role)},
                new String[] {"Idempotency-Key", "found-" + System.nanoTime()}));
    if (type != null) {
      headers.add(new String[] {"Content-Type", type});
    }
    FuzzRequest shot =
        new FuzzRequest(
            null,
            true,
            "POST",
            path,
            List.of(),
            headers,
            new FuzzRequest.Bytes(body.getBytes(StandardCharsets.UTF_8)));
    try (RawConnection line = new RawConnection(service.getHost(), service.getPort())) {
      return line.send(shot);
    }
  }

  private static JsonNode refused(RawConnection.Answer answer, int status, String code)
      throws Exception {
    JsonNode problem = JSON.readTree(answer.body().get());
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    return problem;
  }

  private static String draft(String more) {
    return """
    {"kind":"WISH","channel":"HOME_VISIT","category":"SERVICE","division":"440199001001",
    "words":{"title":"扶手"}%s}\
    """
        .formatted(more);
  }

  @Test
  void formPartWithoutName_isRefused() throws Exception {
    JsonNode made =
        JSON.readTree(
            post(Role.OPERATOR, "/api/v1/wishes", "application/json", draft("")).body().get());
    String form =
        String.join(
            "\r\n",
            "--b",
            "Content-Type: text/plain",
            "",
            "PHOTO",
            "--b",
            "Content-Disposition: form-data; name=\"kind\"",
            "",
            "PHOTO",
            "--b--",
            "");
    RawConnection.Answer answer =
        post(
            Role.OPERATOR,
            "/api/v1/wishes/" + made.path("wishId").asText() + "/evidence",
            "multipart/form-data; boundary=b",
            form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
  }

  @Test
  void importWithoutContentType_isRefused() throws Exception {
    refused(
        post(Role.OPERATOR, "/api/v1/imports?kind=WISHES", null, "{}"),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void subcategoryWithNonAsciiLetters_isRefused() throws Exception {
    for (String code : List.of("家政", "𠮷野家", "é")) {
      String body = draft(",\"subcategory\":\"" + code + "\"");
      JsonNode problem =
          refused(
              post(Role.OPERATOR, "/api/v1/wishes", "application/json", body),
              400,
              "VALIDATION_FAILED");
      assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo("/subcategory");
    }
  }

  @Test
  void malformedAcceptHeader_isRefused() {
    given()
        .baseUri(service.toString())
        .header("Accept", ";")
        .get("/api/v1/ledger/entries/0000000000000/proof")
        .then()
        .statusCode(400)
        .body("code", equalTo("MALFORMED_REQUEST"));
  }

  @Test
  void formWithInvalidPercentEncoding_isRefused() {
    given()
        .baseUri(service.toString())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body("grant_type=%")
        .post("/api/v1/oauth2/token")
        .then()
        .statusCode(400);
  }

  @Test
  void nullableProperties_areDocumentedAsNullable() {
    JsonNode schemas = Contract.running().schemas();
    schemas
        .properties()
        .forEach(
            schema -> {
              JsonNode cursor = schema.getValue().path("properties").path("nextCursor");
              if (!cursor.isMissingNode()) {
                assertThat(cursor.toString()).as(schema.getKey()).contains("null");
              }
            });
    assertThat(schemas.at("/Client/properties/id").toString()).doesNotContain("object");
    assertThat(schemas.at("/ClaimParticipant/properties/name").toString()).contains("null");
  }
}
