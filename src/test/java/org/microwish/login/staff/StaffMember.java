package org.microwish.login.staff;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.microwish.testing.Tokens;

/** An account with a password and a second factor, for tests that log in as people do. */
public final class StaffMember {

  public static final String PASSWORD = "a pot of jasmine tea";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final String loginName;
  private final byte[] secret;
  private final long step;
  private final Deque<String> recoveryCodes = new ArrayDeque<>();

  /**
   * Records an account of that role, and accepts its invitation.
   *
   * @param place what else the account's request has, such as its division
   */
  public StaffMember(String role, Map<String, ?> place) {
    loginName = "s" + UUID.randomUUID().toString().substring(0, 8);
    Map<String, Object> request = new HashMap<>(place);
    request.putAll(Map.of("loginName", loginName, "name", "陈样例", "role", role));
    JsonNode recorded = post("/api/v1/accounts", request);
    String code = recorded.at("/invitation/code").asText();
    secret =
        decode(post("/api/v1/auth/enrolment", Map.of("code", code)).get("totpSecret").asText());
    step = Totp.step(Instant.now());
    post(
            "/api/v1/auth/enrolment/complete",
            Map.of("code", code, "password", PASSWORD, "totp", Totp.code(secret, step)))
        .get("recoveryCodes")
        .forEach(one -> recoveryCodes.add(one.asText()));
  }

  public String loginName() {
    return loginName;
  }

  /** Returns the code for the first login: each code works once, and enrolment has used one. */
  public String firstCode() {
    return Totp.code(secret, step + 1);
  }

  /** Returns a code that can replace that of the app once. */
  public String recoveryCode() {
    return recoveryCodes.remove();
  }

  /** Returns the code that an app with this secret shows now. */
  public static String code(String secret) {
    return Totp.code(decode(secret), Totp.step(Instant.now()));
  }

  private static JsonNode post(String path, Map<String, ?> body) {
    try {
      return JSON.readTree(
          given()
              .header("Authorization", authorization(path))
              .header("Idempotency-Key", UUID.randomUUID().toString())
              .contentType(ContentType.JSON)
              .body(body)
              .post(path)
              .then()
              .extract()
              .asString());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String authorization(String path) {
    return path.endsWith("accounts") ? "Bearer " + Tokens.administrator("root") : "";
  }

  private static byte[] decode(String base32) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < base32.length(); i++) {
      String five = Integer.toBinaryString(32 + BASE32.indexOf(base32.charAt(i)));
      bits.append(five, 1, 6);
    }
    byte[] bytes = new byte[bits.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return bytes;
  }
}
