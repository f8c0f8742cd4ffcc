package org.microwish.login.staff;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.login.credential.OneTimeCode;
import org.microwish.login.credential.SecretHashes;
import org.microwish.platform.Time;
import org.microwish.platform.sql.DatabaseClock;
import org.microwish.platform.sql.Transactions;
import org.microwish.testing.SampleDivisions;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests staff accounts, from the first administrator to recovery codes. */
@Tag("database")
@QuarkusTest
class StaffTest {

  private static final String ACCOUNTS = "/api/v1/accounts";
  private static final String LOGIN = "/api/v1/auth/password";
  private static final String PASSWORD = "a cup of green tea";

  @Inject Bootstrap bootstrap;
  @Inject DatabaseClock clock;
  @Inject Transactions transactions;
  @Inject Passwords passwords;

  private final Street street = Street.here();

  @BeforeEach
  void places() {
    SampleDivisions.record();
  }

  /**
   * A staff member who has accepted an invitation.
   *
   * @param step time step of the code used for enrolment; the next step's code is valid for at
   *     least 30 s more
   */
  @SuppressWarnings("ArrayRecordComponent") // Nothing compares objects of this type.
  private record Enrolled(
      String id, String name, byte[] secret, long step, List<String> recoveryCodes) {

    String code(int ahead) {
      return Totp.code(secret, step + ahead);
    }
  }

  @Test
  void bootstrapSecret_createsTheFirstAdministrator_whoInvitesAnOperator() throws IOException {
    String secret = bootstrap.renew().code().text();
    assertThat(Files.readString(bootstrap.file()).strip()).isEqualTo(secret);
    assertThat(Files.getPosixFilePermissions(bootstrap.file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String name = name();
    String code =
        open("/api/v1/auth/bootstrap", Map.of("secret", secret, "loginName", name, "name", "李样例"))
            .statusCode(201)
            .body("state", equalTo("ACTIVE"))
            .body("invitation.expiresAt", notNullValue())
            .extract()
            .path("invitation.code");
    assertThat(bootstrap.file()).doesNotExist();
    // The secret works only once.
    open("/api/v1/auth/bootstrap", Map.of("secret", secret, "loginName", name()))
        .statusCode(401)
        .body("code", equalTo("LOGIN_REFUSED"));
    Enrolled root = enrol(code, name);
    String token =
        login(root, 1)
            .statusCode(200)
            .body("tokenType", equalTo("Bearer"))
            .body("refreshToken", notNullValue())
            .body("account.actingAs", equalTo("ADMINISTRATOR"))
            .extract()
            .path("accessToken");
    String desk = name();
    String invitation =
        command(token, "POST", ACCOUNTS, draft(desk, "OPERATOR"))
            .statusCode(201)
            .extract()
            .path("invitation.code");
    Enrolled operator = enrol(invitation, desk);
    String working = login(operator, 1).statusCode(200).extract().path("accessToken");
    given()
        .auth()
        .oauth2(working)
        .get("/api/v1/probe/caller")
        .then()
        .body("role", equalTo("OPERATOR"))
        .body("divisionPath", equalTo("440104013"))
        .body("account", equalTo(operator.id()));
    given().auth().oauth2(working).get(ACCOUNTS).then().statusCode(403);
  }

  /** The process may crash between any two steps; the next start finishes or repeats them. */
  @Test
  void crashAroundTheBootstrapSecret_nextStartRepairs() throws IOException {
    street.update("DELETE FROM bootstrap_secret");
    street.update("UPDATE account SET role = 'AUDITOR' WHERE role = 'ADMINISTRATOR'");
    Files.deleteIfExists(bootstrap.file());
    // A crash before the commit: the draft file with an invalid secret is never renamed.
    String lost = bootstrap.makeFirst().orElseThrow().code().text();
    street.update("DELETE FROM bootstrap_secret");
    Path draft =
        bootstrap
            .file()
            .resolveSibling(
                bootstrap.file().getFileName()
                    + "."
                    + HexFormat.of().formatHex(OneTimeCode.hash(lost)));
    Files.move(bootstrap.file(), draft);
    String second = bootstrap.makeFirst().orElseThrow().code().text();
    assertThat(Files.readString(bootstrap.file()).strip()).isEqualTo(second).isNotEqualTo(lost);
    Files.delete(draft);

    // A crash between the commit and the renaming of the draft.
    draft =
        draft.resolveSibling(
            bootstrap.file().getFileName()
                + "."
                + HexFormat.of().formatHex(OneTimeCode.hash(second)));
    Files.move(bootstrap.file(), draft);
    assertThat(bootstrap.makeFirst()).isEmpty();
    assertThat(Files.readString(bootstrap.file()).strip()).isEqualTo(second);
    assertThat(draft).doesNotExist();

    // A crash after the secret was used, but before anybody received the invitation.
    String name = name();
    open("/api/v1/auth/bootstrap", Map.of("secret", second, "loginName", name)).statusCode(201);
    String third = bootstrap.makeFirst().orElseThrow().code().text();
    assertThat(Files.readString(bootstrap.file()).strip()).isEqualTo(third);
    String other = name();
    String code = invitationFor(third, other);
    enrol(code, other);
    assertThat(bootstrap.makeFirst()).isEmpty();
    assertThat(bootstrap.file()).doesNotExist();
  }

  /** Uses a bootstrap secret, and returns the code of the invitation. */
  private static String invitationFor(String secret, String loginName) {
    return open("/api/v1/auth/bootstrap", Map.of("secret", secret, "loginName", loginName))
        .statusCode(201)
        .extract()
        .path("invitation.code");
  }

  @Test
  void enrolledAdministrator_makesTheSecretOfARestartVoid() throws IOException {
    street.update("UPDATE account SET role = 'AUDITOR' WHERE role = 'ADMINISTRATOR'");
    String first = bootstrap.renew().code().text();
    String name = name();
    String code = invitationFor(first, name);
    String second = bootstrap.makeFirst().orElseThrow().code().text();
    operator();
    assertThat(bootstrap.file()).as("an operator cannot invite administrators").exists();

    enrol(code, name);

    assertThat(bootstrap.file()).doesNotExist();
    open("/api/v1/auth/bootstrap", Map.of("secret", second, "loginName", name()))
        .statusCode(401)
        .body("code", equalTo("LOGIN_REFUSED"));
    assertThat(bootstrap.makeFirst()).isEmpty();
  }

  @Test
  void usedBootstrapSecret_deletesItsFileOnly() throws IOException {
    String first = bootstrap.renew().code().text();
    Files.writeString(bootstrap.file(), "another");
    open("/api/v1/auth/bootstrap", Map.of("secret", first, "loginName", name())).statusCode(201);
    assertThat(bootstrap.file()).hasContent("another");
    Files.delete(bootstrap.file());
  }

  /** Repeated, because the starts meet at different statements each time. */
  @RepeatedTest(10)
  void concurrentStarts_onlyOneCreatesTheBootstrapSecret() throws Exception {
    street.update("DELETE FROM bootstrap_secret");
    street.update("UPDATE account SET role = 'AUDITOR' WHERE role = 'ADMINISTRATOR'");
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Optional<Bootstrap.Secret>>> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(bootstrap::makeFirst);
      }
      Optional<Bootstrap.Secret> made = Optional.empty();
      int printed = 0;
      for (Future<Optional<Bootstrap.Secret>> start : threads.invokeAll(starts)) {
        Optional<Bootstrap.Secret> one = start.get();
        printed += one.isPresent() ? 1 : 0;
        made = made.or(() -> one);
      }
      assertThat(printed).isEqualTo(1);
      assertThat(Files.readString(bootstrap.file()).strip())
          .isEqualTo(made.orElseThrow().code().text());
    }
    assertThat(bootstrap.makeFirst()).isEmpty();
  }

  @Test
  void wrongOrExpiredBootstrapSecret_isRefused() {
    String secret = bootstrap.renew().code().text();
    open("/api/v1/auth/bootstrap", Map.of("secret", "0000-0000-0000", "loginName", name()))
        .statusCode(401);
    // A name that is already taken does not use up the secret.
    Enrolled taken = operator();
    open("/api/v1/auth/bootstrap", Map.of("secret", secret, "loginName", taken.name()))
        .statusCode(409);
    street.update("UPDATE bootstrap_secret SET expires_at = UTC_TIMESTAMP(6)");
    open("/api/v1/auth/bootstrap", Map.of("secret", secret, "loginName", name())).statusCode(401);
  }

  @Test
  void invitation_isShownOnce_andCanBeUsedOnce() {
    String name = name();
    String key = UUID.randomUUID().toString();
    Map<String, Object> draft = draft(name, "OPERATOR");
    draft.put("name", "王样例独一");
    String code =
        command("POST", ACCOUNTS, draft, key).statusCode(201).extract().path("invitation.code");
    command("POST", ACCOUNTS, draft, key)
        .statusCode(201)
        .body("invitation.code", nullValue())
        .body("invitation.expiresAt", notNullValue());
    String plain = code.replace("-", "");
    assertThat(street.column("SELECT answer FROM idempotency"))
        .noneMatch(answer -> answer.contains(code) || answer.contains(plain));
    assertThat(street.column("SELECT payload FROM ledger_entry WHERE aggregate_type = 'ACCOUNT'"))
        .noneMatch(leaf -> leaf.contains("王样例独一") || leaf.contains(name) || leaf.contains(code));
    String secret = begin(code).statusCode(200).extract().path("totpSecret");
    // After a lost answer enrolment can start again with the same TOTP secret.
    begin(code.toLowerCase(java.util.Locale.ROOT).replace("-", " "))
        .statusCode(200)
        .body("totpSecret", equalTo(secret))
        .body("loginName", equalTo(name));
    complete(code, PASSWORD, "000000").statusCode(401);
    complete(code, "short", "000000").statusCode(400).body("errors.pointer", hasItem("/password"));
    complete(code, PASSWORD, Totp.code(decode(secret), Totp.step(Instant.now()))).statusCode(200);
    begin(code).statusCode(401).body("code", equalTo("LOGIN_REFUSED"));
    complete(code, PASSWORD, Totp.code(decode(secret), Totp.step(Instant.now()))).statusCode(401);
    command("POST", ACCOUNTS, draft).statusCode(409).body("code", equalTo("ALREADY_EXISTS"));
  }

  @Test
  void totpCode_canBeUsedOnlyOnce() {
    Enrolled staff = operator();
    login(staff, 0).statusCode(401);
    login(staff, 1).statusCode(200);
    login(staff, 1).statusCode(401).body("code", equalTo("LOGIN_REFUSED"));
    login(staff, -1).statusCode(401);
  }

  @Test
  void concurrentLoginsWithOneCode_onlyOneSucceeds() throws Exception {
    Enrolled staff = operator();
    String code = staff.code(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Callable<Integer>> logins = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        logins.add(() -> login(staff.name(), PASSWORD, "totp", code).extract().statusCode());
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> login : threads.invokeAll(logins)) {
        statuses.add(login.get());
      }
      assertThat(statuses).containsOnlyOnce(200);
    }
  }

  @Test
  void recoveryCode_canBeUsedOnlyOnce() {
    Enrolled staff = operator();
    assertThat(staff.recoveryCodes()).hasSize(8).doesNotHaveDuplicates();
    String code = staff.recoveryCodes().getFirst();
    login(staff.name(), PASSWORD, "recoveryCode", code).statusCode(200);
    login(staff.name(), PASSWORD, "recoveryCode", code).statusCode(401);
    login(staff.name(), PASSWORD, "recoveryCode", "AAAA-AAAA-AAAA-AAAA").statusCode(401);
    String token =
        login(staff.name(), PASSWORD, "recoveryCode", staff.recoveryCodes().get(1))
            .extract()
            .path("accessToken");
    List<String> fresh =
        given()
            .auth()
            .oauth2(token)
            .contentType(ContentType.JSON)
            .body(Map.of("password", PASSWORD, "totp", staff.code(1)))
            .post("/api/v1/auth/recovery-codes")
            .then()
            .statusCode(200)
            .body("recoveryCodes", hasSize(8))
            .extract()
            .path("recoveryCodes");
    login(staff.name(), PASSWORD, "recoveryCode", staff.recoveryCodes().get(2)).statusCode(401);
    login(staff.name(), PASSWORD, "recoveryCode", fresh.getFirst()).statusCode(200);
  }

  @Test
  void secondFactor_isNeededAgainAfterARefresh_andEachCodeWorksOnce() {
    Enrolled staff = operator();
    ValidatableResponse login =
        login(staff.name(), PASSWORD, "recoveryCode", staff.recoveryCodes().getFirst());
    confirmed(login.extract().path("accessToken")).statusCode(200);
    String token =
        open(
                "/api/v1/auth/refresh",
                Map.of("refreshToken", login.extract().<String>path("refreshToken")))
            .statusCode(200)
            .extract()
            .path("accessToken");
    confirmed(token)
        .statusCode(401)
        .header(
            "WWW-Authenticate",
            "Bearer error=\"insufficient_user_authentication\", max_age=\"3600\"")
        .body("code", equalTo("STEP_UP_REQUIRED"))
        .body("maxAge", equalTo(3_600));
    stepUp(token, "000000").statusCode(401).body("code", equalTo("LOGIN_REFUSED"));
    String fresh =
        stepUp(token, staff.code(1))
            .statusCode(200)
            .body("tokenType", equalTo("Bearer"))
            .extract()
            .path("accessToken");
    confirmed(fresh).statusCode(200);
    stepUp(token, staff.code(1)).statusCode(401).body("code", equalTo("LOGIN_REFUSED"));
    // The session's end also ends the new token.
    open(
            "/api/v1/auth/logout",
            Map.of("refreshToken", login.extract().<String>path("refreshToken")))
        .statusCode(204);
    awaitRefused(fresh);
  }

  @Test
  void stepUp_expires_isNotRequiredOfResidents_andNeedsASession() {
    Caller desk = new Caller("desk", Role.OPERATOR, null, null, "440104013");
    confirmed(Tokens.confirmed(desk, Instant.now().minusSeconds(3_599))).statusCode(200);
    confirmed(Tokens.confirmed(desk, Instant.now().minusSeconds(3_601)))
        .statusCode(401)
        .body("code", equalTo("STEP_UP_REQUIRED"));
    // A future time is refused, because it would stay fresh for longer.
    confirmed(Tokens.confirmed(desk, Instant.now().plusSeconds(120))).statusCode(401);
    confirmed(Tokens.unconfirmed(desk)).statusCode(401);
    confirmed(Tokens.unconfirmed(new Caller("program", Role.PARTNER, null, null, "440104013")))
        .statusCode(401);
    confirmed(Tokens.unconfirmed(new Caller("phone", Role.RESIDENT, null, null, null)))
        .statusCode(200);
    stepUp(Tokens.operator("desk", "440104013000"), "000000")
        .statusCode(403)
        .body("code", equalTo("FORBIDDEN"));
  }

  private static ValidatableResponse confirmed(String token) {
    return given().auth().oauth2(token).get("/api/v1/probe/confirmed").then();
  }

  private static ValidatableResponse stepUp(String token, String code) {
    return given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .body(Map.of("totp", code))
        .post("/api/v1/auth/step-up")
        .then();
  }

  @Test
  void administratorsSession_isShort_andEndsAfterItsLongestTime() {
    String name = name();
    String code =
        command("POST", ACCOUNTS, draft(name, "ADMINISTRATOR"))
            .statusCode(201)
            .extract()
            .path("invitation.code");
    Enrolled admin = enrol(code, name);
    String refresh = login(admin, 1).statusCode(200).extract().path("refreshToken");
    String account = String.valueOf(org.microwish.platform.Id.fromString(admin.id()).value());
    assertThat(
            street.number(
                "SELECT TIMESTAMPDIFF(SECOND, created_at, expires_at) FROM login_session"
                    + " WHERE account_id = "
                    + account))
        .isEqualTo(Duration.ofHours(12).toSeconds());
    assertThat(
            street.number(
                "SELECT TIMESTAMPDIFF(SECOND, t.created_at, t.expires_at) FROM refresh_token t"
                    + " JOIN login_session s ON s.id = t.session_id WHERE s.account_id = "
                    + account))
        .isEqualTo(Duration.ofHours(1).toSeconds());
    refresh = refresh(refresh).statusCode(200).extract().path("refreshToken");
    // A session that began before the account became an administrator's may be older than 12 hours.
    street.update(
        "UPDATE login_session SET created_at = created_at - INTERVAL 12 HOUR,"
            + " expires_at = expires_at + INTERVAL 100 DAY WHERE account_id = ?",
        account);
    refresh(refresh).statusCode(401).body("code", equalTo("SESSION_ENDED"));
  }

  @Test
  void sessions_areListed_andOneCanBeEnded() {
    Enrolled staff = operator();
    ValidatableResponse lost = login(staff, 1).statusCode(200);
    String token =
        login(staff.name(), PASSWORD, "recoveryCode", staff.recoveryCodes().getFirst())
            .statusCode(200)
            .extract()
            .path("accessToken");
    ValidatableResponse list =
        given()
            .auth()
            .oauth2(token)
            .get("/api/v1/auth/sessions")
            .then()
            .statusCode(200)
            .body("items", hasSize(2))
            .body("items.current", equalTo(List.of(true, false)))
            .body("items.actingAs", equalTo(List.of("OPERATOR", "OPERATOR")))
            .body("items[0].endsAt", notNullValue());
    String other = list.extract().path("items[1].id");
    String stranger = login(operator(), 1).statusCode(200).extract().path("accessToken");
    endSession(stranger, other).statusCode(404);
    endSession(token, other).statusCode(204);
    endSession(token, other).statusCode(404);
    awaitRefused(lost.extract().path("accessToken"));
    refresh(lost.extract().path("refreshToken")).statusCode(401);
    given()
        .auth()
        .oauth2(token)
        .get("/api/v1/auth/sessions")
        .then()
        .statusCode(200)
        .body("items", hasSize(1))
        .body("items[0].current", equalTo(true));
  }

  private static ValidatableResponse refresh(String token) {
    return open("/api/v1/auth/refresh", Map.of("refreshToken", token));
  }

  private static ValidatableResponse endSession(String token, String id) {
    return given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .post("/api/v1/auth/sessions/" + id + "/end")
        .then();
  }

  @Test
  void failedLogins_doNotRevealWhichNamesExist() {
    Enrolled staff = operator();
    String wrongPassword = body(login(staff.name(), "not the password", "totp", "000000"));
    String wrongCode = body(login(staff.name(), PASSWORD, "totp", "000000"));
    String nobody = body(login(name(), PASSWORD, "totp", "000000"));
    String invited = name();
    command("POST", ACCOUNTS, draft(invited, "OPERATOR")).statusCode(201);
    String notEnrolled = body(login(invited, PASSWORD, "totp", "000000"));
    String odd = body(login("心愿' OR 1=1 --", PASSWORD, "totp", "000000"));
    assertThat(List.of(wrongCode, nobody, notEnrolled, odd)).containsOnly(wrongPassword);
    // An unknown name is locked out like an existing one.
    String stranger = name();
    for (int i = 0; i < 5; i++) {
      login(stranger, PASSWORD, "totp", "000000").statusCode(401);
      login(staff.name(), PASSWORD, "totp", "000000");
    }
    login(stranger, PASSWORD, "totp", "000000")
        .statusCode(429)
        .header("Retry-After", notNullValue());
    login(staff, 1).statusCode(429);
  }

  @Test
  void failedLoginsOfStrangers_lockOtherDevices_butNotTheOwnersKnownDevice() {
    Enrolled staff = operator();
    String device =
        loginFrom("203.0.113.1", staff.name(), "recoveryCode", staff.recoveryCodes().get(0), null)
            .statusCode(200)
            .extract()
            .path("device");

    // Failed logins from the owner's own network.
    for (int i = 0; i < 5; i++) {
      loginFrom("203.0.113.1", staff.name(), "totp", "000000", null).statusCode(401);
    }
    String code = staff.recoveryCodes().get(1);
    loginFrom("203.0.113.1", staff.name(), "recoveryCode", code, null).statusCode(429);
    loginFrom("203.0.113.1", staff.name(), "recoveryCode", code, device).statusCode(200);
    loginFrom("203.0.113.2", staff.name(), "recoveryCode", staff.recoveryCodes().get(2), null)
        .statusCode(200);

    // Failed logins from many networks.
    for (int i = 0; i < 50; i++) {
      loginFrom("203.0.113." + (100 + i / 4), staff.name(), "totp", "000000", null).statusCode(401);
    }
    code = staff.recoveryCodes().get(3);
    loginFrom("203.0.113.3", staff.name(), "recoveryCode", code, null).statusCode(429);
    loginFrom("203.0.113.3", staff.name(), "recoveryCode", code, another(device)).statusCode(429);
    Enrolled other = operator();
    String othersDevice =
        loginFrom("203.0.113.4", other.name(), "recoveryCode", other.recoveryCodes().get(0), null)
            .statusCode(200)
            .extract()
            .path("device");
    loginFrom("203.0.113.3", staff.name(), "recoveryCode", code, othersDevice).statusCode(429);
    loginFrom("203.0.113.3", staff.name(), "recoveryCode", code, device).statusCode(200);
  }

  /** An instance whose own clock is wrong uses the database's clock. */
  @ParameterizedTest
  @ValueSource(longs = {2, -2})
  void wrongMachineClock_affectsNeitherTotpCodesNorLedgerTimes(long hours) {
    QuarkusMock.installMockForType(
        new Time() {
          @Override
          public Instant own() {
            return super.own().plus(Duration.ofHours(hours));
          }
        },
        Time.class);
    transactions.run(clock::now);
    assertThat(clock.offset().toMinutes()).isBetween(hours * 60 - 1, hours * 60 + 1);

    long last = street.number("SELECT COALESCE(MAX(entry_id), 0) FROM ledger_entry");
    Enrolled staff = operator();
    login(staff, 1).statusCode(200);
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE aggregate_type = 'ACCOUNT'"
                    + " AND ABS(TIMESTAMPDIFF(SECOND, recorded_at, UTC_TIMESTAMP())) < 600"
                    + " AND entry_id > "
                    + last))
        .isEqualTo(2);
  }

  /**
   * Otherwise a network that is locked out could fill the table of attempts with invented names.
   */
  @Test
  void lockedOutNetwork_leavesNoTraceOfFurtherNames() {
    String address = "198.51.100.77";
    loginFrom(address, name(), "totp", "000000", null).statusCode(401);
    street.update(
        "UPDATE attempt SET locked_until = UTC_TIMESTAMP(6) + INTERVAL 5 MINUTE"
            + " WHERE kind = 'password-address'");
    long rows = street.number("SELECT COUNT(*) FROM attempt");
    loginFrom(address, name(), "totp", "000000", null)
        .statusCode(429)
        .header("Retry-After", notNullValue());
    assertThat(street.number("SELECT COUNT(*) FROM attempt")).isEqualTo(rows);
    street.update("UPDATE attempt SET locked_until = NULL WHERE kind = 'password-address'");
  }

  /** Neither the response nor the amount of work may reveal which credential was wrong. */
  @Test
  void rightPasswordWithoutACode_isCheckedLikeAWrongOne() {
    Enrolled staff = operator();
    List<Integer> hashed = new ArrayList<>();
    QuarkusMock.installMockForType(
        new SecretHashes() {
          @Override
          public boolean matches(String secret, String hash) {
            hashed.add(1);
            return super.matches(secret, hash);
          }

          @Override
          public String hash(String secret) {
            hashed.add(1);
            return super.hash(secret);
          }
        },
        SecretHashes.class);
    List<Integer> works = new ArrayList<>();
    for (String password : List.of("not the password", PASSWORD)) {
      hashed.clear();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("loginName", staff.name());
      body.put("password", password);
      body.put("newPassword", PASSWORD);
      given().contentType(ContentType.JSON).body(body).post(LOGIN).then().statusCode(401);
      works.add(hashed.size());
    }
    assertThat(works).containsExactly(1, 1);
  }

  @Test
  void failedLoginsOnAKnownDevice_lockThisDevice() {
    Enrolled staff = operator();
    String device =
        login(staff.name(), PASSWORD, "recoveryCode", staff.recoveryCodes().get(0))
            .statusCode(200)
            .extract()
            .path("device");
    for (int i = 0; i < 5; i++) {
      loginFrom("203.0.113.9", staff.name(), "totp", "000000", device).statusCode(401);
    }
    loginFrom("203.0.113.9", staff.name(), "recoveryCode", staff.recoveryCodes().get(1), device)
        .statusCode(429);
  }

  private static ValidatableResponse loginFrom(
      String address, String name, String factor, String code, String device) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("loginName", name);
    body.put("password", PASSWORD);
    body.put(factor, code);
    body.put("device", device);
    return given()
        .header("X-Forwarded-For", address)
        .contentType(ContentType.JSON)
        .body(body)
        .post(LOGIN)
        .then();
  }

  private static String body(ValidatableResponse answer) {
    return answer.statusCode(401).extract().asString().replaceAll("\"requestId\":\"[^\"]*\"", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elevenchars",
        "password1234",
        "PassWord1234",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "abababababab",
        "abcdefghijklmn",
        "woaini1314520"
      })
  void weakPasswords_areRefused(String password) {
    assertThatThrownBy(() -> passwords.require("/password", password, "desk-1"))
        .hasMessage("VALIDATION_FAILED");
  }

  @Test
  void longPasswords_areAccepted_unlessTheyContainTheLoginName() {
    for (String good : List.of(PASSWORD, "绿茶一杯加一点蜂蜜和柠檬", "correct horse battery staple")) {
      assertThatNoException()
          .as(good)
          .isThrownBy(() -> passwords.require("/password", good, "desk-1"));
    }
    assertThatThrownBy(() -> passwords.require("/password", "my desk-1 password", "desk-1"))
        .hasMessage("VALIDATION_FAILED");
  }

  @Test
  void passwordChange_endsAllSessions() {
    Enrolled staff = operator();
    String token = login(staff, 1).statusCode(200).extract().path("accessToken");
    street.update("UPDATE staff_login SET totp_step = 0 WHERE login_name = ?", staff.name());
    Map<String, String> change =
        Map.of("password", PASSWORD, "newPassword", "a pot of black tea", "totp", staff.code(0));
    given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .body(change)
        .put(LOGIN)
        .then()
        .statusCode(200)
        .body("session.accessToken", notNullValue())
        .body("ledger.entryId", notNullValue());
    awaitRefused(token);
    street.update("UPDATE staff_login SET totp_step = 0 WHERE login_name = ?", staff.name());
    login(staff, 0).statusCode(401);
    login(staff.name(), "a pot of black tea", "totp", staff.code(0)).statusCode(200);
  }

  @Test
  void suspendedAccount_isRefusedSoon() {
    Enrolled staff = operator();
    String token = login(staff, 1).statusCode(200).extract().path("accessToken");
    command("POST", ACCOUNTS + "/" + staff.id() + "/suspend", null)
        .statusCode(200)
        .body("state", equalTo("SUSPENDED"));
    awaitRefused(token);
    street.update("UPDATE staff_login SET totp_step = 0 WHERE login_name = ?", staff.name());
    login(staff, 0).statusCode(403).body("code", equalTo("ACCOUNT_SUSPENDED"));
    command("POST", ACCOUNTS + "/" + staff.id() + "/suspend", null).statusCode(409);
    command("POST", ACCOUNTS + "/" + staff.id() + "/reactivate", null).statusCode(200);
    street.update("UPDATE staff_login SET totp_step = 0 WHERE login_name = ?", staff.name());
    String again = login(staff, 1).statusCode(200).extract().path("accessToken");
    command("POST", ACCOUNTS + "/" + staff.id() + "/revoke-tokens", null).statusCode(200);
    awaitRefused(again);
  }

  @Test
  void newInvitation_revokesOldCredentials() {
    Enrolled staff = operator();
    String token = login(staff, 1).statusCode(200).extract().path("accessToken");
    String first =
        command("POST", ACCOUNTS + "/" + staff.id() + "/invitations", null)
            .statusCode(201)
            .extract()
            .path("invitation.code");
    awaitRefused(token);
    login(staff.name(), PASSWORD, "recoveryCode", staff.recoveryCodes().getFirst()).statusCode(401);
    String second =
        command("POST", ACCOUNTS + "/" + staff.id() + "/invitations", null)
            .statusCode(201)
            .extract()
            .path("invitation.code");
    begin(first).statusCode(401);
    Enrolled back = enrol(second, staff.name());
    assertThat(back.secret()).isNotEqualTo(staff.secret());
    login(back, 1).statusCode(200);
  }

  @Test
  void administrators_manageTheirDivisionOnly_andNotThemselves() {
    Enrolled staff = operator();
    String other = Tokens.of(new Caller("admin-110", Role.ADMINISTRATOR, null, null, "110"));
    String local = Tokens.of(new Caller("admin-44", Role.ADMINISTRATOR, null, null, "44"));
    given().auth().oauth2(other).get(ACCOUNTS + "/" + staff.id()).then().statusCode(404);
    given()
        .auth()
        .oauth2(other)
        .contentType(ContentType.JSON)
        .post(ACCOUNTS + "/" + staff.id() + "/suspend")
        .then()
        .statusCode(404);
    given()
        .auth()
        .oauth2(local)
        .get(ACCOUNTS + "/" + staff.id())
        .then()
        .statusCode(200)
        .body("enrolled", equalTo(true))
        .body("loginName", equalTo(staff.name()))
        .body("name", equalTo("陈**"));
    // An administrator cannot create an administrator of a larger division.
    command(local, "POST", ACCOUNTS, Map.of("loginName", name(), "role", "ADMINISTRATOR"))
        .statusCode(403);
    command(other, "POST", ACCOUNTS, draft(name(), "OPERATOR")).statusCode(403);
    String self = Tokens.of(new Caller(staff.id(), Role.ADMINISTRATOR, null, null, null));
    given()
        .auth()
        .oauth2(self)
        .contentType(ContentType.JSON)
        .post(ACCOUNTS + "/" + staff.id() + "/suspend")
        .then()
        .statusCode(403);
    given()
        .auth()
        .oauth2(local)
        .get(ACCOUNTS + "?role=OPERATOR&division=440104013000&limit=100")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(staff.id()))
        .body("items.name", not(hasItem("陈样例")));
  }

  @Test
  void changedRole_oldTokensAreRefused() {
    Enrolled staff = operator();
    String token = login(staff, 1).statusCode(200).extract().path("accessToken");
    command(
            "PUT",
            ACCOUNTS + "/" + staff.id(),
            Map.of("role", "AUDITOR", "division", SampleDivisions.COMMUNITY))
        .statusCode(200);
    awaitRefused(token);
    command("PUT", ACCOUNTS + "/" + staff.id(), Map.of("role", "RESIDENT")).statusCode(400);
    command("PUT", ACCOUNTS + "/" + staff.id(), Map.of("role", "OPERATOR"))
        .statusCode(400)
        .body("errors.pointer", hasItem("/division"));
  }

  @Test
  void secrets_areStoredHashedOrEncrypted() {
    Enrolled staff = operator();
    String hash =
        street
            .column(
                "SELECT password_hash FROM staff_login WHERE login_name = '" + staff.name() + "'")
            .getFirst();
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    byte[] wrapped =
        java.util.HexFormat.of()
            .parseHex(
                street
                    .column(
                        "SELECT HEX(totp_wrapped) FROM staff_login WHERE login_name = '"
                            + staff.name()
                            + "'")
                    .getFirst());
    assertThat(java.util.HexFormat.of().formatHex(wrapped))
        .doesNotContain(java.util.HexFormat.of().formatHex(staff.secret()));
    // Copied credentials do not work for another account: the encryption is bound to the account.
    Enrolled other = operator();
    street.update(
        "UPDATE staff_login a JOIN staff_login b ON b.login_name = ? SET a.password_hash ="
            + " b.password_hash, a.totp_master = b.totp_master, a.totp_wrapped = b.totp_wrapped,"
            + " a.totp_step = 0 WHERE a.login_name = ?",
        other.name(),
        staff.name());
    assertThat(login(staff.name(), PASSWORD, "totp", other.code(1)).extract().statusCode())
        .isNotEqualTo(200);
  }

  // Shared helpers -------------------------------------------------------------------------------

  private static String name() {
    return "t-" + UUID.randomUUID().toString().substring(0, 18);
  }

  private static Map<String, Object> draft(String name, String role) {
    Map<String, Object> draft = new LinkedHashMap<>();
    draft.put("loginName", name);
    draft.put("name", "陈样例");
    draft.put("role", role);
    draft.put("division", SampleDivisions.STREET);
    return draft;
  }

  /** Returns a device like the given one, with another first character. */
  private static String another(String device) {
    return (device.charAt(0) == 'x' ? 'y' : 'x') + device.substring(1);
  }

  private Enrolled operator() {
    String name = name();
    String code =
        command("POST", ACCOUNTS, draft(name, "OPERATOR"))
            .statusCode(201)
            .extract()
            .path("invitation.code");
    return enrol(code, name);
  }

  private Enrolled enrol(String code, String name) {
    byte[] secret =
        decode(
            begin(code)
                .statusCode(200)
                .body("loginName", equalTo(name))
                .extract()
                .path("totpSecret"));
    long step = Totp.step(Instant.now());
    List<String> recovery =
        complete(code, PASSWORD, Totp.code(secret, step))
            .statusCode(200)
            .body("ledger.leafHash", notNullValue())
            .extract()
            .path("recoveryCodes");
    long id = street.number("SELECT account_id FROM staff_login WHERE login_name = '" + name + "'");
    return new Enrolled(org.microwish.platform.Id.text(id), name, secret, step, recovery);
  }

  private static ValidatableResponse begin(String code) {
    return open("/api/v1/auth/enrolment", Map.of("code", code));
  }

  private static ValidatableResponse complete(String code, String password, String totp) {
    return open(
        "/api/v1/auth/enrolment/complete",
        Map.of("code", code, "password", password, "totp", totp));
  }

  private static ValidatableResponse login(Enrolled staff, int ahead) {
    return login(staff.name(), PASSWORD, "totp", staff.code(ahead));
  }

  private static ValidatableResponse login(
      String name, String password, String factor, String code) {
    return open(LOGIN, Map.of("loginName", name, "password", password, factor, code));
  }

  private static ValidatableResponse open(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).post(path).then();
  }

  private static ValidatableResponse command(String method, String path, Object body) {
    return command(method, path, body, UUID.randomUUID().toString());
  }

  private static ValidatableResponse command(
      String token, String method, String path, Map<String, ?> body) {
    return command(token, method, path, body, UUID.randomUUID().toString());
  }

  private static ValidatableResponse command(String method, String path, Object body, String key) {
    return command(Tokens.administrator("root"), method, path, body, key);
  }

  private static ValidatableResponse command(
      String token, String method, String path, Object body, String key) {
    var request =
        given()
            .auth()
            .oauth2(token)
            .header("Idempotency-Key", key)
            .header("If-Match", "*")
            .contentType(ContentType.JSON);
    if (body != null) {
      request.body(body);
    }
    return request.request(method, path).then();
  }

  private static void awaitRefused(String token) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> given().auth().oauth2(token).get("/api/v1/probe/caller").statusCode() == 401);
  }

  /** Decodes Base32, like an authenticator app. */
  static byte[] decode(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
      }
    }
    return bytes;
  }
}
