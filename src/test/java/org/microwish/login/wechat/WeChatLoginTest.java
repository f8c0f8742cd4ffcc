package org.microwish.login.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.account.AccountDraft;
import org.microwish.login.account.Accounts;
import org.microwish.login.wechat.LoginApi.Phone;
import org.microwish.platform.http.IfMatch;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.Street;
import org.microwish.testing.WeChatStandIn;

/** Tests the mini-program's login with all answers that WeChat may give. */
@Tag("database")
@QuarkusTest
class WeChatLoginTest {

  private static final Caller ADMINISTRATOR =
      new Caller("admin-1", Role.ADMINISTRATOR, null, null, null);

  @Inject Accounts accounts;
  @Inject WeChatAccounts weChatAccounts;
  @Inject AccountErasure erasure;
  @Inject Transactions transactions;

  private final Street street = Street.here();

  @Test
  void firstLogin_createsAnAccount_andTheNextUsesIt() {
    String openid = LoginApi.newOpenid();
    Response first = LoginApi.loginWith(LoginApi.code("OK", openid), null);
    first
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-store"))
        .body("tokenType", equalTo("Bearer"))
        .body("expiresIn", equalTo(1800))
        .body("refreshToken", matchesPattern("mwr_[A-Za-z0-9_-]{43}"))
        .body("account.actingAs", equalTo("RESIDENT"))
        .body("account.roles", contains("RESIDENT"))
        .body("account.memberId", nullValue());
    assertThat(first.asString()).doesNotContain(openid, "session_key", "MARKED");
    Phone phone = Phone.of(openid, first);
    assertThat(phone.isIn()).isTrue();
    Phone again = Phone.login(openid);
    assertThat(again.account()).isEqualTo(phone.account());
    assertThat(again.refresh()).isNotEqualTo(phone.refresh());
    // A second session does not end the first.
    assertThat(phone.isIn()).isTrue();

    List<String> leaves =
        street.column(
            "SELECT payload FROM ledger_entry JOIN vault_pseudonym ON pseudonym = aggregate_id"
                + " WHERE aggregate_type = 'ACCOUNT' AND subject_key = '"
                + phone.account()
                + "'");
    assertThat(leaves).hasSize(1);
    assertThat(leaves.getFirst())
        .contains("ACCOUNT_RECORDED", "\"openid\"")
        .doesNotContain(openid, phone.account());
    assertThat(transactions.call(() -> weChatAccounts.openid(phone.account()))).contains(openid);
    assertThat(street.column("SELECT HEX(openid_tag) FROM wechat_login"))
        .allSatisfy(tag -> assertThat(tag).hasSize(64));
  }

  @Test
  void concurrentFirstLogins_createOneAccount() throws Exception {
    String openid = LoginApi.newOpenid();
    Set<String> found = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Callable<String>> logins = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        logins.add(() -> Phone.login(openid).account());
      }
      for (Future<String> login : threads.invokeAll(logins)) {
        found.add(login.get());
      }
    }
    assertThat(found).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_CODE, 400, WECHAT_CODE_REFUSED",
    "BLOCKED, 403, WECHAT_USER_BLOCKED",
    "MINUTE, 429, TOO_MANY_REQUESTS",
    "BUSY, 503, WECHAT_UNAVAILABLE",
    "HTML, 503, WECHAT_UNAVAILABLE",
    "NOBODY, 503, WECHAT_UNAVAILABLE",
    "HOSTILE_OPENID, 503, WECHAT_UNAVAILABLE",
    "STATUS_502, 503, WECHAT_UNAVAILABLE",
    "OVERSIZED, 503, WECHAT_UNAVAILABLE",
    "SILENT, 503, WECHAT_UNAVAILABLE",
    "DRIBBLE, 503, WECHAT_UNAVAILABLE",
    "HALF, 503, WECHAT_UNAVAILABLE",
    "HALF_CLOSED, 503, WECHAT_UNAVAILABLE",
    "CLOSED, 503, WECHAT_UNAVAILABLE"
  })
  void weChatError_becomesAProblem(String scenario, int status, String problem) {
    String openid = LoginApi.newOpenid();
    Response answer = LoginApi.loginWith(LoginApi.code(scenario, openid), null);
    answer
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .header("Retry-After", status == 429 || status == 503 ? notNullValue() : nullValue())
        .body("code", equalTo(problem));
    assertThat(answer.asString())
        .doesNotContain(openid, "MARKED", WeChatStandIn.APP_ID, "jscode2session");
  }

  @Test
  void usedCode_isRefused() {
    String code = LoginApi.code("OK", LoginApi.newOpenid());
    LoginApi.loginWith(code, null).then().statusCode(200);
    LoginApi.loginWith(code, null)
        .then()
        .statusCode(400)
        .body("code", equalTo("WECHAT_CODE_REFUSED"));
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "'a b'", "'a\nb'", "'码'"})
  void malformedCode_isRefusedWithoutCallingWeChat(String code) {
    LoginApi.loginWith(code, null)
        .then()
        .statusCode(400)
        .body("code", equalTo("VALIDATION_FAILED"))
        .body("errors[0].pointer", equalTo("/code"));
  }

  @Test
  void login_withARoleTheAccountLacks_isRefused() {
    for (String role : List.of("MEMBER", "STEWARD", "OPERATOR", "ADMINISTRATOR", "SYSTEM")) {
      LoginApi.loginWith(LoginApi.code("OK", LoginApi.newOpenid()), role)
          .then()
          .statusCode(403)
          .body("code", equalTo("FORBIDDEN"));
    }
    LoginApi.loginWith(LoginApi.code("OK", LoginApi.newOpenid()), "RESIDENT")
        .then()
        .statusCode(200);
  }

  @Test
  void suspendedAccount_isRefusedUntilReactivated() {
    Phone phone = Phone.login();
    long id = Street.id(phone.account());
    transactions.run(() -> accounts.suspend(ADMINISTRATOR, id));
    assertThat(phone.isIn()).isFalse();
    LoginApi.loginWith(LoginApi.code("OK", phone.openid()), null)
        .then()
        .statusCode(403)
        .body("code", equalTo("ACCOUNT_SUSPENDED"));
    LoginApi.refresh(phone.refresh(), null)
        .then()
        .statusCode(403)
        .body("code", equalTo("ACCOUNT_SUSPENDED"));
    transactions.run(() -> accounts.reactivate(ADMINISTRATOR, id));
    // The refusal did not use up the refresh token.
    assertThat(phone.refresh(null).isIn()).isTrue();
  }

  @Test
  void newRole_endsOldTokens_andIsAvailableAfterRefresh() {
    Phone phone = Phone.login();
    transactions.run(
        () ->
            accounts.change(
                ADMINISTRATOR,
                Street.id(phone.account()),
                IfMatch.ANY,
                new AccountDraft(Role.COLLECTOR, null, Street.COMMUNITY)));
    assertThat(phone.isIn()).isFalse();
    LoginApi.loginWith(LoginApi.code("OK", phone.openid()), null)
        .then()
        .body("account.actingAs", equalTo("COLLECTOR"))
        .body("account.division", equalTo(Street.COMMUNITY));
    // The session acts as a resident until it requests another role.
    Phone resident = phone.refresh(null);
    resident.get(LoginApi.AUTH + "/account").then().body("actingAs", equalTo("RESIDENT"));
    Phone collector = resident.refresh("COLLECTOR");
    collector
        .get(LoginApi.AUTH + "/account")
        .then()
        .statusCode(200)
        .body("actingAs", equalTo("COLLECTOR"))
        .body("roles", contains("RESIDENT", "COLLECTOR"));
  }

  @Test
  void erasedUser_getsANewAccountAtTheNextLogin() {
    Phone phone = Phone.login();
    long id = Street.id(phone.account());
    transactions.run(() -> erasure.erase(ADMINISTRATOR, phone.account(), Instant.now()));
    // Erasing again has no effect, nor has erasing a caller without an account.
    transactions.run(() -> erasure.erase(ADMINISTRATOR, phone.account(), Instant.now()));
    transactions.run(() -> erasure.erase(ADMINISTRATOR, "desk-1", Instant.now()));
    assertThat(phone.isIn()).isFalse();
    LoginApi.refresh(phone.refresh(), null)
        .then()
        .statusCode(401)
        .body("code", equalTo("SESSION_ENDED"));
    LoginApi.loginWith(LoginApi.code("OK", phone.openid()), null)
        .then()
        .statusCode(200)
        .body("account.id", not(equalTo(phone.account())));
    assertThat(transactions.call(() -> weChatAccounts.openid(id))).isEmpty();
  }
}
