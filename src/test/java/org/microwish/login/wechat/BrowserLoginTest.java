package org.microwish.login.wechat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.login.wechat.LoginApi.Phone;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests the login in a browser with a code that the mini-program shows. */
@Tag("database")
@QuarkusTest
class BrowserLoginTest {

  private final Street street = Street.here();

  private static String code(Phone phone) {
    Response issued = phone.post(LoginApi.AUTH + "/browser/codes", Map.of());
    issued.then().statusCode(200).header("Cache-Control", equalTo("no-store"));
    return issued.path("code");
  }

  private static Response login(String code) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("code", code))
        .post(LoginApi.AUTH + "/browser");
  }

  private static void refused(Response answer) {
    answer.then().statusCode(401).body("code", equalTo("LOGIN_REFUSED"));
  }

  @Test
  void code_opensOneSessionOfTheSameAccount() {
    Phone phone = Phone.login();
    String code = code(phone);
    assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
    Response answer = login(code.toLowerCase(Locale.ROOT).replace("-", " "));
    answer.then().statusCode(200).body("account.actingAs", equalTo("RESIDENT"));
    Phone browser = Phone.of(phone.openid(), answer);
    assertThat(browser.account()).isEqualTo(phone.account());
    assertThat(browser.get(LoginApi.AUTH + "/sessions").<List<String>>path("items.id")).hasSize(2);
    refused(login(code));

    // Ending the session in the browser does not end that of the phone.
    LoginApi.logout(browser.refresh()).then().statusCode(204);
    assertThat(phone.refresh(null).isIn()).isTrue();
  }

  @Test
  void newerCode_replacesTheEarlier_andAnExpiredOneIsRefused() {
    Phone phone = Phone.login();
    String first = code(phone);
    String second = code(phone);
    refused(login(first));
    street.update("UPDATE browser_code SET expires_at = UTC_TIMESTAMP(6)");
    refused(login(second));
    refused(login("7Q2M-K8XD-4TPA"));
  }

  @Test
  void endingAllSessions_endsTheCode() {
    Phone phone = Phone.login();
    String code = code(phone);
    phone.post(LoginApi.AUTH + "/logout-everywhere", Map.of()).then().statusCode(204);
    refused(login(code));
  }

  @Test
  void concurrentLogins_openOneSession() throws Exception {
    Phone phone = Phone.login();
    String code = code(phone);
    List<Future<Response>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> login(code)));
      }
    }
    int opened = 0;
    for (Future<Response> answer : answers) {
      opened += answer.get().statusCode() == 200 ? 1 : 0;
    }
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void suspendedAccount_isRefused_andKeepsItsCode() {
    Phone phone = Phone.login();
    String code = code(phone);
    state(phone, "SUSPENDED");
    login(code).then().statusCode(403).body("code", equalTo("ACCOUNT_SUSPENDED"));
    state(phone, "ACTIVE");
    login(code).then().statusCode(200);
  }

  private void state(Phone phone, String state) {
    street.update(
        "UPDATE account SET state = ? WHERE id = ?", state, Id.fromString(phone.account()).value());
  }

  @Test
  void staff_haveNoCodes() {
    given()
        .auth()
        .oauth2(Tokens.operator("browser-op", Street.STREET))
        .contentType(ContentType.JSON)
        .post(LoginApi.AUTH + "/browser/codes")
        .then()
        .statusCode(403);
  }
}
