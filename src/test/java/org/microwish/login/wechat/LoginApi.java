package org.microwish.login.wechat;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Calls the login endpoints like the mini-program. */
final class LoginApi {

  static final String AUTH = "/api/v1/auth";

  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 1_000_000_000L);

  private LoginApi() {}

  /** Returns a new openid. */
  static String newOpenid() {
    return "oTest" + NEXT.incrementAndGet();
  }

  /** Returns a new mobile number. */
  static String newPhone() {
    return "139%08d".formatted(NEXT.incrementAndGet() % 100_000_000L);
  }

  /** A phone that has logged in. */
  record Phone(String openid, String access, String refresh, String account) {

    static Phone login() {
      return login(newOpenid());
    }

    static Phone login(String openid) {
      Response answer = loginWith(code("OK", openid), null);
      answer.then().statusCode(200);
      return of(openid, answer);
    }

    static Phone of(String openid, Response answer) {
      return new Phone(
          openid,
          answer.path("accessToken"),
          answer.path("refreshToken"),
          answer.path("account.id"));
    }

    Phone refresh(String role) {
      Response answer = LoginApi.refresh(refresh, role);
      answer.then().statusCode(200);
      return of(openid, answer);
    }

    Response post(String path, Map<String, ?> body) {
      return post(UUID.randomUUID().toString(), path, body);
    }

    Response post(String key, String path, Map<String, ?> body) {
      return given()
          .auth()
          .oauth2(access)
          .header("Idempotency-Key", key)
          .contentType(ContentType.JSON)
          .body(body)
          .post(path);
    }

    Response get(String path) {
      return given().auth().oauth2(access).get(path);
    }

    Response delete(String path) {
      return given().auth().oauth2(access).delete(path);
    }

    /** Returns whether the service accepts the phone's access token. */
    boolean isIn() {
      return get(AUTH + "/account").statusCode() == 200;
    }
  }

  /** Returns a new code for a scenario of the stand-in. */
  static String code(String scenario, String who) {
    return scenario + "~" + who + "~" + NEXT.incrementAndGet();
  }

  static Response loginWith(String code, String role) {
    Map<String, Object> body = new HashMap<>();
    body.put("code", code);
    if (role != null) {
      body.put("role", role);
    }
    return given().contentType(ContentType.JSON).body(body).post(AUTH + "/wechat");
  }

  static Response refresh(String token, String role) {
    Map<String, Object> body = new HashMap<>();
    body.put("refreshToken", token);
    if (role != null) {
      body.put("role", role);
    }
    return given().contentType(ContentType.JSON).body(body).post(AUTH + "/refresh");
  }

  static Response logout(String token) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("refreshToken", token))
        .post(AUTH + "/logout");
  }
}
