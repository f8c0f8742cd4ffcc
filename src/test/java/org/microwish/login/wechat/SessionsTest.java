package org.microwish.login.wechat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.login.wechat.LoginApi.Phone;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Tests refreshing sessions, repeated and stolen refresh tokens, and logging out. */
@Tag("database")
@QuarkusTest
class SessionsTest {

  private final Street street = Street.here();

  @Test
  void refresh_returnsANewRefreshToken() {
    Phone phone = Phone.login();
    Set<String> seen = new HashSet<>(List.of(phone.refresh()));
    for (int i = 0; i < 4; i++) {
      phone = phone.refresh(null);
      assertThat(seen.add(phone.refresh())).isTrue();
      assertThat(phone.isIn()).isTrue();
    }
  }

  @Test
  void repeatedRefresh_returnsTheSameSuccessor() {
    Phone phone = Phone.login();
    Phone lost = phone.refresh(null);
    Phone repeated = phone.refresh(null);
    assertThat(repeated.refresh()).isEqualTo(lost.refresh());
    assertThat(repeated.isIn()).isTrue();
    // The same holds after the successor has been used.
    Phone next = repeated.refresh(null);
    assertThat(phone.refresh(null).refresh()).isEqualTo(lost.refresh());
    assertThat(next.refresh(null).isIn()).isTrue();
  }

  /** Wrong tokens that others send from the same address must not lock a user out. */
  @Test
  void junkRefreshTokens_lockNobodyOut() {
    Phone phone = Phone.login();
    for (int i = 0; i < 30; i++) {
      ended(LoginApi.refresh(phone.refresh().replaceAll(".{10}$", "%010d".formatted(i)), null));
    }
    assertThat(phone.refresh(null).isIn()).isTrue();
  }

  @Test
  void concurrentRefreshes_getOneSuccessor() throws Exception {
    Phone phone = Phone.login();
    Set<String> successors = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Callable<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(() -> LoginApi.refresh(phone.refresh(), null));
      }
      for (Future<Response> call : threads.invokeAll(calls)) {
        call.get().then().statusCode(200);
        successors.add(call.get().path("refreshToken"));
      }
    }
    assertThat(successors).hasSize(1);
    assertThat(rows(phone)).isEqualTo(2);
  }

  @Test
  void reusedOldRefreshToken_endsTheSession_andAllAccessTokensOfTheAccount() {
    Phone other = Phone.login();
    Phone bystander = Phone.login();
    Phone phone = Phone.login(other.openid());
    Phone next = phone.refresh(null);
    age(phone.refresh(), 31);
    ended(LoginApi.refresh(phone.refresh(), null));
    ended(LoginApi.refresh(next.refresh(), null));
    assertThat(next.isIn()).isFalse();
    assertThat(other.isIn()).isFalse();
    assertThat(bystander.isIn()).isTrue();
    // The account's other session continues with new tokens.
    Phone again = other.refresh(null);
    assertThat(again.isIn()).isTrue();
    // Reusing the old token of an ended session has no further effect.
    ended(LoginApi.refresh(phone.refresh(), null));
    assertThat(again.isIn()).isTrue();
  }

  @Test
  void refreshRepeatedWithinThirtySeconds_isAccepted() {
    Phone phone = Phone.login();
    Phone next = phone.refresh(null);
    age(phone.refresh(), 28);
    assertThat(phone.refresh(null).refresh()).isEqualTo(next.refresh());
  }

  @Test
  void concurrentReusesOfAnOldToken_areBothRefused() throws Exception {
    Phone phone = Phone.login();
    phone.refresh(null);
    age(phone.refresh(), 60);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Callable<Response> call = () -> LoginApi.refresh(phone.refresh(), null);
      for (Future<Response> answer : threads.invokeAll(List.of(call, call))) {
        ended(answer.get());
      }
    }
    assertThat(
            street.column(
                "SELECT epoch FROM token_epoch WHERE account = '" + phone.account() + "'"))
        .containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "mwr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "mwr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "mwr_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void unknownRefreshToken_isRefused(String token) {
    Response answer = LoginApi.refresh(token, null);
    ended(answer);
    LoginApi.logout(token).then().statusCode(204);
  }

  @Test
  void noncanonicalRefreshToken_isRefused() {
    Phone phone = Phone.login();
    String text = phone.refresh();
    char last = text.charAt(text.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char same = alphabet.charAt(alphabet.indexOf(last) ^ 1);
    ended(LoginApi.refresh(text.substring(0, text.length() - 1) + same, null));
    phone.refresh(null);
  }

  @Test
  void expiredTokenOrSession_isRefused() {
    Phone phone = Phone.login();
    street.update(
        "UPDATE refresh_token SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND"
            + " WHERE token_hash = ?",
        hash(phone.refresh()));
    ended(LoginApi.refresh(phone.refresh(), null));
    Phone old = Phone.login();
    street.update(
        "UPDATE login_session SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND"
            + " WHERE account_id = ?",
        Street.id(old.account()));
    ended(LoginApi.refresh(old.refresh(), null));
  }

  @Test
  void logout_endsTheSessionAndItsAccessTokens() {
    Phone phone = Phone.login();
    Phone other = Phone.login(phone.openid());
    Phone next = phone.refresh(null);
    LoginApi.logout(next.refresh()).then().statusCode(204);
    assertThat(next.isIn()).isFalse();
    assertThat(phone.isIn()).isFalse();
    ended(LoginApi.refresh(next.refresh(), null));
    assertThat(other.isIn()).isTrue();
    LoginApi.logout(next.refresh()).then().statusCode(204);
    // A used token also ends its session: the client may have lost the newest one.
    Phone third = other.refresh(null);
    LoginApi.logout(other.refresh()).then().statusCode(204);
    assertThat(third.isIn()).isFalse();
  }

  @Test
  void logoutEverywhere_endsAllSessionsOfTheAccount() {
    Phone phone = Phone.login();
    Phone other = Phone.login(phone.openid());
    Phone bystander = Phone.login();
    phone.post(LoginApi.AUTH + "/logout-everywhere", Map.of()).then().statusCode(204);
    for (Phone one : List.of(phone, other)) {
      assertThat(one.isIn()).isFalse();
      ended(LoginApi.refresh(one.refresh(), null));
    }
    assertThat(bystander.isIn()).isTrue();
    assertThat(Phone.login(phone.openid()).isIn()).isTrue();
    // Callers without an account have no sessions.
    given()
        .auth()
        .oauth2(Tokens.operator("desk", Street.STREET))
        .contentType(ContentType.JSON)
        .post(LoginApi.AUTH + "/logout-everywhere")
        .then()
        .statusCode(403);
    given()
        .contentType(ContentType.JSON)
        .post(LoginApi.AUTH + "/logout-everywhere")
        .then()
        .statusCode(401);
  }

  @Test
  void login_waitsForAConcurrentAccountChange_andIsRefusedIfSuspended() throws Exception {
    Phone phone = Phone.login();
    long account = Street.id(phone.account());
    try (Connection other = TestDatabase.connection();
        Statement sql = other.createStatement();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      other.setAutoCommit(false);
      sql.executeUpdate("UPDATE account SET version = version + 1 WHERE id = " + account);
      Future<Response> login =
          threads.submit(() -> LoginApi.loginWith(LoginApi.code("OK", phone.openid()), null));
      // The login waits for the account's row lock. Otherwise it could open a session that a
      // concurrent end of all sessions does not close.
      assertThatThrownBy(() -> login.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
      sql.executeUpdate("UPDATE account SET state = 'SUSPENDED' WHERE id = " + account);
      other.commit();
      login.get().then().statusCode(403).body("code", equalTo("ACCOUNT_SUSPENDED"));
    }
  }

  @Test
  void refreshTokens_areNotStoredInPlaintext() {
    Phone phone = Phone.login();
    Phone next = phone.refresh(null);
    for (String token : List.of(phone.refresh(), next.refresh())) {
      byte[] bytes = Base64.getUrlDecoder().decode(token.substring(4));
      String hex = HexFormat.of().withUpperCase().formatHex(bytes);
      assertThat(
              street.column(
                  "SELECT CONCAT(HEX(token_hash), COALESCE(HEX(successor_salt), '')) FROM"
                      + " refresh_token"))
          .noneMatch(row -> row.contains(hex));
    }
  }

  private static void ended(Response answer) {
    answer
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("code", equalTo("SESSION_ENDED"));
  }

  /** Moves the time at which a token was used into the past. */
  private void age(String token, int seconds) {
    int aged =
        street.update(
            "UPDATE refresh_token SET used_at = used_at - INTERVAL ? SECOND WHERE token_hash = ?",
            seconds,
            hash(token));
    assertThat(aged).isOne();
  }

  private long rows(Phone phone) {
    return street.number(
        "SELECT COUNT(*) FROM refresh_token t JOIN login_session s ON s.id = t.session_id"
            + " WHERE s.account_id = "
            + Street.id(phone.account()));
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(Base64.getUrlDecoder().decode(token.substring(4)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
