package org.microwish.login.token;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.testing.Tokens;

@Tag("database")
@QuarkusTest
class DevTokensTest {

  private static final String CALLER = "/api/v1/probe/caller";

  private static ValidatableResponse ask(String body) {
    return given().contentType(ContentType.JSON).body(body).post("/api/v1/dev/tokens").then();
  }

  private static ValidatableResponse caller(String token) {
    return given().auth().oauth2(token).get(CALLER).then();
  }

  @Test
  void token_identifiesTheCaller() {
    String token =
        ask("""
            {"role": "OPERATOR", "subject": "desk-1", "memberId": "0D1RZQ4J8M3TB",
             "organisationId": "0D1RZQ4J8M3TC", "divisionCode": "440104013000"}
            """)
            .statusCode(200)
            .body("tokenType", equalTo("Bearer"))
            .body("expiresIn", equalTo(43200))
            .extract()
            .path("accessToken");
    caller(token)
        .statusCode(200)
        .body("account", equalTo("desk-1"))
        .body("role", equalTo("OPERATOR"))
        .body("memberId", equalTo("0D1RZQ4J8M3TB"))
        .body("organisationId", equalTo("0D1RZQ4J8M3TC"))
        .body("divisionPath", equalTo("440104013"));
  }

  @Test
  void residentToken_needsOnlyAnAccount() {
    String token =
        ask("{\"role\": \"RESIDENT\", \"subject\": \"wx:abc\"}")
            .statusCode(200)
            .extract()
            .path("accessToken");
    caller(token)
        .body("role", equalTo("RESIDENT"))
        .body("memberId", nullValue())
        .body("divisionPath", nullValue());
    given()
        .auth()
        .oauth2(token)
        .get("/api/v1/probe/closed")
        .then()
        .statusCode(403)
        .body("code", equalTo("FORBIDDEN"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"subject\":\"a\"}|/role|REQUIRED",
        "{\"role\":\"KING\",\"subject\":\"a\"}|/role|UNKNOWN_VALUE",
        "{\"role\":\"SYSTEM\",\"subject\":\"a\"}|/role|NOT_ALLOWED",
        "{\"role\":\"RESIDENT\"}|/subject|REQUIRED",
        "{\"role\":\"RESIDENT\",\"subject\":\"a b\"}|/subject|INVALID_FORMAT",
        "{\"role\":\"MEMBER\",\"subject\":\"a\"}|/memberId|REQUIRED",
        "{\"role\":\"STEWARD\",\"subject\":\"a\"}|/organisationId|REQUIRED",
        "{\"role\":\"OPERATOR\",\"subject\":\"a\"}|/divisionCode|REQUIRED",
        "{\"role\":\"OPERATOR\",\"subject\":\"a\",\"divisionCode\":\"44\"}|/divisionCode|INVALID_FORMAT",
        "{\"role\":\"MEMBER\",\"subject\":\"a\",\"memberId\":\"1\"}|/memberId|INVALID_FORMAT",
      })
  void invalidRequest_pointerNamesTheField(String body, String pointer, String fault) {
    ask(body)
        .statusCode(400)
        .body("errors.pointer", hasItem(pointer))
        .body("errors.code", hasItem(fault));
  }

  @Test
  void endpoint_isNotInTheContract() {
    String contract = given().get("/openapi?format=json").asString();
    org.assertj.core.api.Assertions.assertThat(contract).doesNotContain("dev/tokens", "probe");
  }

  @Test
  void signedTokenWithInvalidClaims_isRefused() {
    refused(Tokens.sign(Jwt.subject("a").expiresIn(60)));
    refused(Tokens.sign(claims("a", "OPERATOR").groups(Set.of("OPERATOR", "RESIDENT"))));
    refused(Tokens.sign(claims("a", "SYSTEM")));
    refused(Tokens.sign(claims("a", "operator")));
    refused(Tokens.sign(claims("two words", "RESIDENT")));
    refused(Tokens.sign(claims("x".repeat(65), "RESIDENT")));
    refused(Tokens.sign(Jwt.groups("RESIDENT").expiresIn(60)));
    refused(Tokens.sign(claims("a", "MEMBER").claim("memberId", "1")));
    refused(Tokens.sign(claims("a", "MEMBER").claim("memberId", 1)));
    refused(Tokens.sign(claims("a", "OPERATOR").claim("divisionPath", "%")));
  }

  @Test
  void tokenWithForeignSignature_isRefused() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    refused(
        claims("a", "RESIDENT")
            .issuer("https://microwish.local")
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .sign(generator.generateKeyPair().getPrivate()));
    refused(Tokens.sign(claims("a", "RESIDENT").expiresAt(1_600_000_000L)));
    String good = Tokens.resident("a");
    refused(good.substring(0, good.length() - 8) + "AAAAAAAA");
    // Combines the header of an unsigned token with the body of a signed one.
    refused("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + good.split("\\.", -1)[1] + ".");
    caller(good).statusCode(200);
  }

  private static JwtClaimsBuilder claims(String account, String role) {
    return Jwt.subject(account).groups(role).expiresIn(60);
  }

  private static void refused(String token) {
    caller(token).statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
  }
}
