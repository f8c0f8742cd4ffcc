package org.microwish.login.wechat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.login.wechat.LoginApi.Phone;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Tests binding an account to a member or to a resident's wishes, by telephone number and by code,
 * and unbinding.
 */
@Tag("database")
@QuarkusTest
class BindingTest {

  private static final String PHONE = LoginApi.AUTH + "/bindings/phone";
  private static final String CODE = LoginApi.AUTH + "/bindings/code";
  private static final String OPERATOR = Tokens.operator("desk-1", Street.STREET);
  private static final String OTHER_OPERATOR = Tokens.operator("desk-2", Street.OTHER_STREET);

  private final Street street = Street.here();

  // Binding by telephone number.

  @Test
  void phoneNumberOfAMember_bindsTheMember() {
    String number = LoginApi.newPhone();
    String organisation = Id.text(street.organisation());
    String member = recordMember(organisation, "+86 " + number);
    Phone phone = Phone.login();
    Response bound = bindPhone(phone, number);
    bound
        .then()
        .statusCode(201)
        .header("Location", matchesPattern(".*/api/v1/auth/account"))
        .body("accountId", equalTo(phone.account()))
        .body("version", equalTo(2))
        .body("memberId", equalTo(member))
        .body("organisationId", nullValue())
        .body("wishes", empty());
    assertThat(bound.asString()).doesNotContain(number);
    // The binding adds a role; the current token still acts as the resident.
    phone.get("/api/v1/members/" + member).then().statusCode(403);
    Phone acting = phone.refresh("MEMBER");
    acting.get("/api/v1/members/" + member).then().statusCode(200).body("id", equalTo(member));
    acting
        .get(LoginApi.AUTH + "/account")
        .then()
        .body("actingAs", equalTo("MEMBER"))
        .body("roles", contains("RESIDENT", "MEMBER"))
        .body("memberId", equalTo(member));
    // Later logins act as the member by default, and as the resident on request.
    Response login = LoginApi.loginWith(LoginApi.code("OK", phone.openid()), null);
    login.then().body("account.actingAs", equalTo("MEMBER"));
    LoginApi.loginWith(LoginApi.code("OK", phone.openid()), "RESIDENT")
        .then()
        .body("account.actingAs", equalTo("RESIDENT"));

    List<String> leaves = leaves(phone);
    assertThat(leaves).hasSize(2);
    assertThat(leaves.getLast())
        .contains("\"command\":\"BIND\"", "\"member\":\"")
        .doesNotContain(number, member, phone.account(), phone.openid());
  }

  @Test
  void phoneNumberOfAResident_bindsItsOpenWishes() {
    String number = LoginApi.newPhone();
    String wish = recordWish(number);
    String other = recordWish(LoginApi.newPhone());
    String ended = recordWish(number);
    post(OPERATOR, "/wishes/" + ended + "/withdraw", Map.of("reason", "不再需要"))
        .then()
        .statusCode(200);
    Phone phone = Phone.login();
    phone.get("/api/v1/wishes/" + wish).then().statusCode(404);
    bindPhone(phone, number)
        .then()
        .statusCode(201)
        .body("memberId", nullValue())
        .body("wishes", contains(wish));
    phone.get("/api/v1/wishes/" + wish).then().statusCode(200).body("id", equalTo(wish));
    for (String none : List.of(other, ended)) {
      phone.get("/api/v1/wishes/" + none).then().statusCode(404);
    }
    String leaf = leaves(phone).getLast();
    assertThat(leaf).contains("\"wish.0\"").doesNotContain(wish, number);
    // No other account can bind it again, nor the same account twice.
    bindPhone(Phone.login(), number).then().statusCode(404);
    bindPhone(phone, number).then().statusCode(404).body("code", equalTo("BINDING_NOT_FOUND"));

    phone
        .delete(LoginApi.AUTH + "/bindings/wishes/" + wish)
        .then()
        .statusCode(200)
        .body("version", equalTo(3));
    phone.get("/api/v1/wishes/" + wish).then().statusCode(404);
    phone
        .delete(LoginApi.AUTH + "/bindings/wishes/" + wish)
        .then()
        .statusCode(409)
        .body("code", equalTo("NOT_BOUND"));
    assertThat(leaves(phone).getLast()).contains("\"command\":\"UNBIND\"", "\"wish.0\"");
  }

  @Test
  void ownWish_cannotBeUnbound() {
    Phone phone = Phone.login();
    String wish = recordWish(phone.access(), LoginApi.newPhone());
    phone
        .delete(LoginApi.AUTH + "/bindings/wishes/" + wish)
        .then()
        .statusCode(409)
        .body("code", equalTo("NOT_BOUND"));
    phone.get("/api/v1/wishes/" + wish).then().statusCode(200);
  }

  @Test
  void unknownOrAmbiguousPhoneNumber_bindsNothing() {
    Phone phone = Phone.login();
    refused(bindPhone(phone, LoginApi.newPhone()), 404, "BINDING_NOT_FOUND");
    refused(bindPhone(phone, "+12025550123"), 404, "BINDING_NOT_FOUND");

    String shared = LoginApi.newPhone();
    String organisation = Id.text(street.organisation());
    recordMember(organisation, shared);
    String second = recordMember(organisation, shared);
    refused(bindPhone(phone, shared), 409, "BINDING_AMBIGUOUS");
    post(OPERATOR, "/members/" + second + "/leave", Map.of()).then().statusCode(200);
    bindPhone(phone, shared).then().statusCode(201);

    // One telephone number, such as a building head's, is the contact number of six wishes.
    String head = LoginApi.newPhone();
    for (int i = 0; i < 6; i++) {
      recordWish(head);
    }
    refused(bindPhone(Phone.login(), head), 409, "BINDING_AMBIGUOUS");
    String member = recordMember(organisation, head);
    bindPhone(Phone.login(), head)
        .then()
        .statusCode(201)
        .body("memberId", equalTo(member))
        .body("wishes", empty());
  }

  @Test
  void concurrentBindings_ofOneMember_onlyOneSucceeds() throws Exception {
    String number = LoginApi.newPhone();
    String organisation = Id.text(street.organisation());
    recordMember(organisation, number);
    List<Phone> rivals = List.of(Phone.login(), Phone.login(), Phone.login(), Phone.login());
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> calls =
          rivals.stream()
              .<Callable<Integer>>map(rival -> () -> bindPhone(rival, number).statusCode())
              .toList();
      for (Future<Integer> call : threads.invokeAll(calls)) {
        statuses.add(call.get());
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);

    String another = LoginApi.newPhone();
    recordMember(organisation, another);
    Phone winner = rivals.get(statuses.indexOf(201));
    refused(bindPhone(winner, another), 409, "ALREADY_BOUND");
    refused(bindPhone(winner, number), 409, "ALREADY_BOUND");
  }

  @Test
  void repeatedBinding_replaysTheAnswer_withoutCallingWeChat() {
    String number = LoginApi.newPhone();
    recordMember(Id.text(street.organisation()), number);
    Phone phone = Phone.login();
    Map<String, String> body = Map.of("code", LoginApi.code("OK", number));
    String key = UUID.randomUUID().toString();
    Response first = phone.post(key, PHONE, body);
    first.then().statusCode(201);
    Response again = phone.post(key, PHONE, body);
    again.then().statusCode(201).header("Idempotency-Replayed", equalTo("true"));
    assertThat(again.asString()).isEqualTo(first.asString());
    refused(phone.post(PHONE, body), 400, "WECHAT_CODE_REFUSED");
    given()
        .auth()
        .oauth2(phone.access())
        .contentType(ContentType.JSON)
        .body(body)
        .post(PHONE)
        .then()
        .statusCode(400)
        .body("code", equalTo("IDEMPOTENCY_KEY_REQUIRED"));
  }

  @Test
  void weChatErrors_becomeProblems() {
    Phone phone = Phone.login();
    refused(phone.post(PHONE, Map.of("code", "BAD_CODE")), 400, "WECHAT_CODE_REFUSED");
    refused(phone.post(PHONE, Map.of("code", "MINUTE")), 429, "TOO_MANY_REQUESTS");
    refused(phone.post(PHONE, Map.of("code", "BUSY")), 503, "WECHAT_UNAVAILABLE");
    refused(phone.post(PHONE, Map.of("code", "LIST")), 503, "WECHAT_UNAVAILABLE");
    refused(phone.post(PHONE, Map.of("code", "a b")), 400, "VALIDATION_FAILED");
  }

  @Test
  void callersWithoutAnAccount_cannotBind() {
    for (String token :
        List.of(Tokens.resident("nobody"), Tokens.member("somebody", 1), OPERATOR)) {
      given()
          .auth()
          .oauth2(token)
          .header("Idempotency-Key", UUID.randomUUID().toString())
          .contentType(ContentType.JSON)
          .body(Map.of("code", LoginApi.code("OK", LoginApi.newPhone())))
          .post(PHONE)
          .then()
          .statusCode(403);
    }
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("code", "x"))
        .post(PHONE)
        .then()
        .statusCode(401);
  }

  // Binding by code.

  @Test
  void bindingCode_bindsAMemberOnce_asStewardOnRequest() {
    long organisation = street.organisation();
    String member = Id.text(street.member(organisation));
    Response made = makeCode(OPERATOR, "/members/" + member, Map.of("steward", true));
    made.then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-store"))
        .body("code", matchesPattern("([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}"));
    String code = made.path("code");
    Phone phone = Phone.login();
    // Lower case, spaces and the letter o instead of zero are accepted.
    String typed = code.replace("-", " ").toLowerCase(Locale.ROOT).replace('0', 'o');
    phone
        .post(CODE, Map.of("code", typed))
        .then()
        .statusCode(201)
        .body("memberId", equalTo(member))
        .body("organisationId", equalTo(Id.text(organisation)));
    Phone steward = phone.refresh("STEWARD");
    steward
        .get(LoginApi.AUTH + "/account")
        .then()
        .body("roles", contains("RESIDENT", "MEMBER", "STEWARD"));
    steward.get("/api/v1/members").then().statusCode(200).body("items", hasSize(1));
    refused(Phone.login().post(CODE, Map.of("code", code)), 400, "BINDING_CODE_REFUSED");
    // The leaf contains the staff member who made the code, as a pseudonym.
    assertThat(leaves(phone).getLast()).contains("\"voucher\":\"").doesNotContain("desk-1");
    refused(makeCode(OPERATOR, "/members/" + member, Map.of()), 409, "ALREADY_BOUND");
    assertThat(street.column("SELECT HEX(code_hash) FROM binding_code"))
        .noneMatch(hash -> hash.contains(hex(code)));
  }

  @Test
  void bindingCodeOfAWish_bindsItsResident() {
    String wish = recordWish(LoginApi.newPhone());
    String code = makeCode(OPERATOR, "/wishes/" + wish, null).path("code");
    Phone phone = Phone.login();
    phone
        .post(CODE, Map.of("code", code))
        .then()
        .statusCode(201)
        .body("wishes", contains(wish))
        .body("memberId", nullValue());
    phone.get("/api/v1/wishes/" + wish).then().statusCode(200);
    refused(makeCode(OPERATOR, "/wishes/" + wish, null), 409, "ALREADY_BOUND");
  }

  @Test
  void concurrentUsesOfOneCode_onlyOneSucceeds() throws Exception {
    String member = Id.text(street.member(street.organisation()));
    String code = makeCode(OPERATOR, "/members/" + member, null).path("code");
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Phone rival = Phone.login();
      calls.add(() -> rival.post(CODE, Map.of("code", code)).statusCode());
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> call : threads.invokeAll(calls)) {
        statuses.add(call.get());
      }
    }
    assertThat(statuses).containsExactlyInAnyOrder(201, 400, 400, 400);
  }

  @Test
  void replacedExpiredOrWrongCode_isRefused() {
    String member = Id.text(street.member(street.organisation()));
    String first = makeCode(OPERATOR, "/members/" + member, null).path("code");
    String second = makeCode(OPERATOR, "/members/" + member, null).path("code");
    Phone phone = Phone.login();
    refused(phone.post(CODE, Map.of("code", first)), 400, "BINDING_CODE_REFUSED");
    refused(phone.post(CODE, Map.of("code", "0000-0000-0000")), 400, "BINDING_CODE_REFUSED");
    refused(phone.post(CODE, Map.of("code", "码")), 400, "BINDING_CODE_REFUSED");
    street.update(
        "UPDATE binding_code SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND"
            + " WHERE target = ?",
        "MEMBER:" + member);
    refused(phone.post(CODE, Map.of("code", second)), 400, "BINDING_CODE_REFUSED");
    String third = makeCode(OPERATOR, "/members/" + member, null).path("code");
    phone.post(CODE, Map.of("code", third)).then().statusCode(201);
  }

  @Test
  void tooManyWrongCodes_lockTheAccountForAWhile() {
    String member = Id.text(street.member(street.organisation()));
    String code = makeCode(OPERATOR, "/members/" + member, null).path("code");
    Phone phone = Phone.login();
    for (int i = 0; i < 5; i++) {
      refused(phone.post(CODE, Map.of("code", "0000-0000-000" + i)), 400, "BINDING_CODE_REFUSED");
    }
    Response locked = phone.post(CODE, Map.of("code", code));
    refused(locked, 429, "TOO_MANY_REQUESTS");
    assertThat(locked.header("Retry-After")).isNotNull();
    // The valid code is not used up, and other accounts are not locked.
    Phone.login().post(CODE, Map.of("code", code)).then().statusCode(201);
  }

  @Test
  void otherRolesAndDivisions_cannotMakeCodes() {
    String member = Id.text(street.member(street.organisation()));
    String wish = recordWish(LoginApi.newPhone());
    for (String path : List.of("/members/" + member, "/wishes/" + wish)) {
      refused(makeCode(OTHER_OPERATOR, path, null), 404, "NOT_FOUND");
      refused(makeCode(Tokens.auditor("a", Street.STREET), path, null), 403, "FORBIDDEN");
      refused(makeCode(Tokens.steward("s", 1), path, null), 403, "FORBIDDEN");
      refused(makeCode(Phone.login().access(), path, null), 403, "FORBIDDEN");
      refused(makeCode(OPERATOR, path.replaceAll("[^/]+$", Id.text(1L)), null), 404, "NOT_FOUND");
    }
    post(OPERATOR, "/members/" + member + "/leave", Map.of()).then().statusCode(200);
    refused(makeCode(OPERATOR, "/members/" + member, null), 409, "ALREADY_ENDED");
  }

  // Unbinding.

  @Test
  void unbinding_endsTokensAndRights() {
    String number = LoginApi.newPhone();
    String member = recordMember(Id.text(street.organisation()), number);
    Phone phone = Phone.login();
    bindPhone(phone, number).then().statusCode(201);
    Phone acting = phone.refresh("MEMBER");
    acting
        .delete(LoginApi.AUTH + "/bindings/member")
        .then()
        .statusCode(200)
        .body("memberId", nullValue());
    assertThat(acting.isIn()).isFalse();
    Phone resident = acting.refresh(null);
    resident
        .get(LoginApi.AUTH + "/account")
        .then()
        .body("actingAs", equalTo("RESIDENT"))
        .body("roles", contains("RESIDENT"));
    refused(LoginApi.refresh(resident.refresh(), "MEMBER"), 403, "FORBIDDEN");
    refused(resident.delete(LoginApi.AUTH + "/bindings/member"), 409, "NOT_BOUND");
    // Another account can now bind the member.
    bindPhone(Phone.login(), number).then().statusCode(201).body("memberId", equalTo(member));
  }

  @Test
  void operator_unbindsAMember() {
    String member = Id.text(street.member(street.organisation()));
    String code = makeCode(OPERATOR, "/members/" + member, null).path("code");
    Phone lost = Phone.login();
    lost.post(CODE, Map.of("code", code)).then().statusCode(201);
    Phone acting = lost.refresh("MEMBER");
    String path = "/api/v1/members/" + member + "/binding";
    given().auth().oauth2(OTHER_OPERATOR).delete(path).then().statusCode(404);
    given().auth().oauth2(acting.access()).delete(path).then().statusCode(403);
    given().auth().oauth2(OPERATOR).delete(path).then().statusCode(200);
    assertThat(acting.isIn()).isFalse();
    refused(given().auth().oauth2(OPERATOR).delete(path), 409, "NOT_BOUND");
    String next = makeCode(OPERATOR, "/members/" + member, null).path("code");
    Phone.login().post(CODE, Map.of("code", next)).then().statusCode(201);
  }

  @Test
  void memberWhoLeft_actsAsResidentOnly() {
    String number = LoginApi.newPhone();
    String member = recordMember(Id.text(street.organisation()), number);
    Phone phone = Phone.login();
    bindPhone(phone, number).then().statusCode(201);
    Phone acting = phone.refresh("MEMBER");
    post(OPERATOR, "/members/" + member + "/leave", Map.of()).then().statusCode(200);
    Phone next = acting.refresh(null);
    next.get(LoginApi.AUTH + "/account").then().body("actingAs", equalTo("RESIDENT"));
    refused(LoginApi.refresh(next.refresh(), "MEMBER"), 403, "FORBIDDEN");
  }

  @Test
  void stewardWhoChangesOrganisation_losesTheRole() {
    long organisation = street.organisation();
    String next = Id.text(street.organisation());
    String member = Id.text(street.member(organisation));
    String code = makeCode(OPERATOR, "/members/" + member, Map.of("steward", true)).path("code");
    Phone phone = Phone.login();
    phone.post(CODE, Map.of("code", code)).then().statusCode(201);
    Phone steward = phone.refresh("STEWARD");
    steward.get("/api/v1/members").then().statusCode(200);
    move(member, next);
    assertThat(steward.isIn()).isFalse();
    refused(LoginApi.refresh(steward.refresh(), "STEWARD"), 403, "FORBIDDEN");
    steward
        .refresh(null)
        .get(LoginApi.AUTH + "/account")
        .then()
        .body("roles", contains("RESIDENT", "MEMBER"));
  }

  @Test
  void stewardCode_isRefusedAfterAChangeOfOrganisation() {
    String member = Id.text(street.member(street.organisation()));
    String code = makeCode(OPERATOR, "/members/" + member, Map.of("steward", true)).path("code");
    move(member, Id.text(street.organisation()));
    refused(Phone.login().post(CODE, Map.of("code", code)), 400, "BINDING_CODE_REFUSED");
    String again = makeCode(OPERATOR, "/members/" + member, Map.of("steward", true)).path("code");
    Phone.login().post(CODE, Map.of("code", again)).then().statusCode(201);
  }

  @Test
  void memberWithLiveClaim_cannotBeUnbound() {
    String number = LoginApi.newPhone();
    String member = recordMember(Id.text(street.organisation()), number);
    Phone phone = Phone.login();
    bindPhone(phone, number).then().statusCode(201);
    long claim = claim(recordWish(LoginApi.newPhone()), member, "steward-1");
    Response kept = phone.delete(LoginApi.AUTH + "/bindings/member");
    refused(kept, 409, "STILL_IN_USE");
    kept.then().body("claims", equalTo(1));
    street.update("UPDATE claim SET state = 'RELEASED' WHERE id = ?", claim);
    phone.delete(LoginApi.AUTH + "/bindings/member").then().statusCode(200);
  }

  @Test
  void claimantOrParticipantOfAWish_cannotBindItAsResident() {
    String number = LoginApi.newPhone();
    String member = recordMember(Id.text(street.organisation()), number);
    String own = recordWish(number);
    claim(own, member, "steward-1");
    Phone phone = Phone.login();
    bindPhone(phone, number)
        .then()
        .statusCode(201)
        .body("memberId", equalTo(member))
        .body("wishes", empty());
    String code = makeCode(OPERATOR, "/wishes/" + own, null).path("code");
    refused(phone.post(CODE, Map.of("code", code)), 409, "ALREADY_BOUND");

    String another = recordWish(LoginApi.newPhone());
    long claim = claim(another, Id.text(street.member(street.organisation())), "steward-1");
    street.update(
        "INSERT INTO claim_participant (claim_id, member_id, organisation_id, added_at)"
            + " VALUES (?, ?, 1, UTC_TIMESTAMP(6))",
        claim,
        Street.id(member));
    String third = recordWish(LoginApi.newPhone());
    claim(third, Id.text(street.member(street.organisation())), phone.account());
    for (String wish : List.of(another, third)) {
      String given = makeCode(OPERATOR, "/wishes/" + wish, null).path("code");
      refused(phone.post(CODE, Map.of("code", given)), 409, "ALREADY_BOUND");
      // The code remains valid for another account.
      Phone.login().post(CODE, Map.of("code", given)).then().statusCode(201);
    }
  }

  /** Inserts a live claim of a member on a wish directly into the database. */
  private long claim(String wish, String member, String by) {
    long id = street.organisation();
    street.update(
        "INSERT INTO claim (id, wish_id, round, state, claimant_type, claimant_id,"
            + " organisation_id, claimed_by, participants, pledge, committed, spent, returned,"
            + " claimed_at, redo_count, extensions, overdue) VALUES (?, ?, 1, 'ACTIVE', 'MEMBER',"
            + " ?, 1, ?, 1, 0, 0, 0, 0, UTC_TIMESTAMP(6), 0, 0, FALSE)",
        id,
        Street.id(wish),
        Street.id(member),
        by);
    return id;
  }

  private static void move(String member, String organisation) {
    given()
        .auth()
        .oauth2(OPERATOR)
        .header("If-Match", "*")
        .contentType(ContentType.JSON)
        .body(Map.of("organisationId", organisation, "kind", "COMMUNITY"))
        .put("/api/v1/members/" + member)
        .then()
        .statusCode(200);
  }

  private static Response bindPhone(Phone phone, String number) {
    return phone.post(PHONE, Map.of("code", LoginApi.code("OK", number)));
  }

  private static Response makeCode(String token, String path, Map<String, ?> body) {
    var request = given().auth().oauth2(token).contentType(ContentType.JSON);
    return (body == null ? request : request.body(body)).post("/api/v1" + path + "/binding-codes");
  }

  private static Response post(String token, String path, Map<String, ?> body) {
    return given()
        .auth()
        .oauth2(token)
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1" + path);
  }

  static String recordMember(String organisation, String phone) {
    Map<String, Object> body = new HashMap<>();
    body.put("organisationId", organisation);
    body.put("kind", "COMMUNITY");
    body.put("name", "欧阳建国");
    body.put("phone", phone);
    Response created = post(OPERATOR, "/members", body);
    created.then().statusCode(201);
    return created.path("id");
  }

  private static String recordWish(String phone) {
    return recordWish(Tokens.collector("grid-1", Street.COMMUNITY), phone);
  }

  private static String recordWish(String token, String phone) {
    Map<String, Object> body = new HashMap<>();
    body.put("kind", "WISH");
    body.put("channel", "HOME_VISIT");
    body.put("category", "SERVICE");
    body.put("division", Street.COMMUNITY);
    body.put(
        "words",
        Map.of("title", "换灯泡", "details", "楼道灯坏了", "residentName", "陈阿婆", "contactPhone", phone));
    Response created = post(token, "/wishes", body);
    created.then().statusCode(201);
    return created.path("wishId");
  }

  private List<String> leaves(Phone phone) {
    return street.column(
        "SELECT payload FROM ledger_entry JOIN vault_pseudonym ON pseudonym = aggregate_id"
            + " WHERE aggregate_type = 'ACCOUNT' AND subject_key = '"
            + phone.account()
            + "' ORDER BY aggregate_version");
  }

  private static String hex(String code) {
    return HexFormat.of()
        .withUpperCase()
        .formatHex(code.replace("-", "").getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    answer.then().contentType("application/problem+json").body("code", equalTo(code));
  }
}
