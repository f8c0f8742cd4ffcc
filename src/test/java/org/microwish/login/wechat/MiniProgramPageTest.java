package org.microwish.login.wechat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.DocumentShell;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Sends the requests of mini-program.md as they are written, with real codes and tokens in place of
 * the examples.
 */
@Tag("database")
@QuarkusTest
class MiniProgramPageTest {

  private static final Path PAGE = Path.of("src/docs/mini-program.md");
  private static final String OPERATOR = Tokens.operator("desk-1", Street.STREET);

  private final Street street = Street.here();

  @Test
  void everyRequest_worksAsWritten() throws Exception {
    List<String> requests = DocumentShell.blocks(PAGE, "http");
    assertThat(requests).hasSize(4);
    String openid = LoginApi.newOpenid();
    Response login = send(requests.get(0), null, Map.of("code", LoginApi.code("OK", openid)));
    login.then().statusCode(200);
    assertThat(fields(login.asString()))
        .containsAll(fields(DocumentShell.blocks(PAGE, "json").getFirst()));
    Response refreshed =
        send(requests.get(1), null, Map.of("refreshToken", login.path("refreshToken")));
    refreshed.then().statusCode(200);
    String token = refreshed.path("accessToken");

    String organisation = Id.text(street.organisation());
    String number = LoginApi.newPhone();
    String member = BindingTest.recordMember(organisation, number);
    Response bound = send(requests.get(2), token, Map.of("code", LoginApi.code("OK", number)));
    bound.then().statusCode(201);
    assertThat(bound.<String>path("memberId")).isEqualTo(member);
    String other = BindingTest.recordMember(organisation, LoginApi.newPhone());
    String code =
        given()
            .auth()
            .oauth2(OPERATOR)
            .contentType("application/json")
            .post("/api/v1/members/" + other + "/binding-codes")
            .then()
            .statusCode(200)
            .extract()
            .path("code");
    send(requests.get(3), LoginApi.Phone.login().access(), Map.of("code", code))
        .then()
        .statusCode(201);
  }

  /** Sends a request block with other values of its body's fields, and another token and key. */
  private static Response send(String block, String token, Map<String, String> values)
      throws Exception {
    String[] parts = block.split("\n\n", 2);
    String[] lines = parts[0].split("\n", -1);
    String[] first = lines[0].split(" ", 2);
    RequestSpecification request = given();
    for (int i = 1; i < lines.length; i++) {
      String[] header = lines[i].split(": ", 2);
      request.header(
          header[0],
          switch (header[0]) {
            case "Authorization" -> "Bearer " + token;
            case "Idempotency-Key" -> LoginApi.newOpenid();
            default -> header[1];
          });
    }
    assertThat(fields(parts[1])).containsExactlyElementsOf(values.keySet());
    return request.contentType("application/json").body(values).request(first[0], first[1]);
  }

  private static List<String> fields(String json) throws Exception {
    Iterator<String> names = new ObjectMapper().readTree(json).fieldNames();
    List<String> all = new java.util.ArrayList<>();
    names.forEachRemaining(all::add);
    return all;
  }
}
