package org.microwish.login.client;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.microwish.platform.Id;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Requests that several tests of API clients use. */
final class ClientApi {

  static final String COMMUNITY = "440104013001";
  static final String STREET = "440104013000";
  static final String TOKEN = "/api/v1/oauth2/token";

  private ClientApi() {}

  /** A client and its secret. */
  record Credentials(String id, String secret) {}

  static ValidatableResponse command(String method, String path, Object body, String key) {
    var request =
        given()
            .auth()
            .oauth2(Tokens.administrator("root"))
            .header("Idempotency-Key", key)
            .header("If-Match", "*")
            .contentType(ContentType.JSON);
    if (body != null) {
      request.body(body);
    }
    return request.request(method, path).then();
  }

  static ValidatableResponse command(String method, String path, Object body) {
    return command(method, path, body, UUID.randomUUID().toString());
  }

  static String draft(String role, String scopes) {
    return draft(role, role.equals("PARTNER") ? Street.here().organisation() : null, scopes);
  }

  static String draft(String role, Long organisation, String scopes) {
    return """
        {"name": "对接程序", "role": "%s", "division": "%s", "scopes": [%s]%s}
        """
        .formatted(
            role,
            STREET,
            scopes,
            organisation == null ? "" : ", \"organisationId\": \"" + Id.text(organisation) + "\"");
  }

  /** Registers a partner's client with these scopes, given as JSON strings. */
  static Credentials partner(String scopes) {
    return of(command("POST", "/api/v1/clients", draft("PARTNER", scopes)).statusCode(201));
  }

  static Credentials of(ValidatableResponse answer) {
    Response response = answer.extract().response();
    return new Credentials(response.path("id"), response.path("secret"));
  }

  static ValidatableResponse ask(Map<String, String> form) {
    return given()
        .contentType("application/x-www-form-urlencoded")
        .formParams(form)
        .post(TOKEN)
        .then();
  }

  static ValidatableResponse ask(Credentials client) {
    return given()
        .contentType("application/x-www-form-urlencoded")
        .auth()
        .preemptive()
        .basic(client.id(), client.secret())
        .formParam("grant_type", "client_credentials")
        .post(TOKEN)
        .then();
  }

  static String token(Credentials client) {
    return ask(client).statusCode(200).extract().path("access_token");
  }

  static int read(String token, String path) {
    return given().auth().oauth2(token).get(path).statusCode();
  }

  static void divisions() {
    SampleDivisions.record();
  }
}
