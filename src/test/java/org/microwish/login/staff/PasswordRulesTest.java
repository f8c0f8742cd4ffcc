package org.microwish.login.staff;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the optional rules for passwords, with all of them switched on. */
@Tag("database")
@QuarkusTest
@TestProfile(PasswordRulesTest.Rules.class)
class PasswordRulesTest {

  private static final String FIRST = "A cup of 1 green tea";
  private static final String SECOND = "A cup of 2 green teas";
  private static final String THIRD = "A cup of 3 green teas";

  private final Street street = Street.here();
  private final String name = "r-" + UUID.randomUUID().toString().substring(0, 18);

  /** The rules that assessors ask for. */
  public static class Rules implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "microwish.staff.password.kinds", "3",
          "microwish.staff.password.longest", "P90D",
          "microwish.staff.password.history", "2");
    }
  }

  @Test
  void passwordRules_requireKindsOfCharacters_timelyReplacement_andUnusedPasswords() {
    SampleDivisions.record();
    String code =
        given()
            .auth()
            .oauth2(Tokens.administrator("root"))
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .contentType(ContentType.JSON)
            .body(Map.of("loginName", name, "role", "OPERATOR", "division", SampleDivisions.STREET))
            .post("/api/v1/accounts")
            .then()
            .statusCode(201)
            .extract()
            .path("invitation.code");
    byte[] secret =
        StaffTest.decode(
            post("/api/v1/auth/enrolment", Map.of("code", code))
                .statusCode(200)
                .extract()
                .path("totpSecret"));
    Map<String, String> completion = new HashMap<>(Map.of("code", code, "totp", code(secret)));
    completion.put("password", "a cup of green tea");
    post("/api/v1/auth/enrolment/complete", completion)
        .statusCode(400)
        .body("errors.code", hasItem("TOO_SIMPLE"))
        .body("errors.min", hasItem(3));
    completion.put("password", FIRST);
    post("/api/v1/auth/enrolment/complete", completion).statusCode(200);

    login(secret, FIRST, null).statusCode(200);
    age();
    login(secret, FIRST, null).statusCode(403).body("code", equalTo("PASSWORD_EXPIRED"));
    // Only somebody with the right password may learn that the new password was used before.
    login(secret, "Not the password 1", FIRST).statusCode(401);
    // The second factor is required for that too.
    for (String old : List.of(FIRST, "Not the password 1")) {
      post(
              "/api/v1/auth/password",
              Map.of("loginName", name, "password", old, "newPassword", FIRST))
          .statusCode(401)
          .body("code", equalTo("LOGIN_REFUSED"));
    }
    login(secret, FIRST, FIRST).statusCode(400).body("errors.code", hasItem("USED_BEFORE"));
    login(secret, FIRST, SECOND).statusCode(200).body("accessToken", notNullValue());
    login(secret, SECOND, FIRST).statusCode(400).body("errors.code", hasItem("USED_BEFORE"));
    login(secret, SECOND, THIRD).statusCode(200);
    // The history contains only the last two passwords, so FIRST is accepted again.
    login(secret, THIRD, FIRST).statusCode(200);
    login(secret, FIRST, null).statusCode(200);
    assertThat(
            street.column(
                "SELECT password_history FROM staff_login WHERE login_name = '" + name + "'"))
        .allSatisfy(history -> assertThat(history.lines()).hasSize(1));
  }

  private void age() {
    street.update(
        "UPDATE staff_login SET password_changed_at = password_changed_at - INTERVAL 91 DAY"
            + " WHERE login_name = ?",
        name);
  }

  private static String code(byte[] secret) {
    return Totp.code(secret, Totp.step(java.time.Instant.now()));
  }

  private ValidatableResponse login(byte[] secret, String password, String newPassword) {
    // Allow the same code again, so that the test need not wait for the next time step.
    street.update("UPDATE staff_login SET totp_step = 0 WHERE login_name = ?", name);
    Map<String, String> body =
        new HashMap<>(Map.of("loginName", name, "password", password, "totp", code(secret)));
    if (newPassword != null) {
      body.put("newPassword", newPassword);
    }
    return post("/api/v1/auth/password", body);
  }

  private static ValidatableResponse post(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).post(path).then();
  }
}
