package org.microwish.login.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.login.wechat.LoginApi.Phone;
import org.microwish.platform.Time;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests registering as a volunteer and joining a group. */
@Tag("database")
@QuarkusTest
class VolunteerTest {

  private final Street street = Street.here();

  private static Map<String, Object> request(LocalDate bornOn, Object... more) {
    Map<String, Object> request =
        WishApi.map("name", "林小样", "division", Street.COMMUNITY, "bornOn", bornOn.toString());
    request.putAll(WishApi.map(more));
    return request;
  }

  private static LocalDate years(int ago) {
    return LocalDate.now(Time.ZONE).minusYears(ago);
  }

  private static Response register(Phone phone, Map<String, Object> request) {
    return post(phone.access(), "/volunteers", request);
  }

  @Test
  void volunteer_isAMemberWithoutOrganisation_andJoinsAGroup() {
    Phone phone = Phone.login();
    String member = ok(register(phone, request(years(30)))).path("id");
    refused(register(phone, request(years(30))), "ALREADY_BOUND");
    Phone acting = phone.refresh("MEMBER");
    acting
        .get("/api/v1/members/" + member)
        .then()
        .statusCode(200)
        .body("kind", equalTo("VOLUNTEER"))
        .body("organisationId", nullValue())
        .body("name", equalTo("林**"));
    WishApi.get(WishApi.OPERATOR, "/members/" + member).then().statusCode(200);
    long leader = street.member(street.organisation());
    String group =
        ok(
                Tokens.member("group-" + leader, leader),
                "/groups",
                Map.of("kind", "TEAM", "name", "雨伞小队", "division", Street.COMMUNITY))
            .path("groupId");
    RestAssured.given()
        .auth()
        .oauth2(WishApi.OPERATOR)
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", "approve-" + group)
        .header("If-Match", "*")
        .body("{}")
        .post("/api/v1/groups/" + group + "/approve")
        .then()
        .statusCode(200);
    ok(acting.access(), "/groups/" + group + "/memberships", none());
    acting.get("/api/v1/memberships").then().body("items.groupId", contains(group));
    // A member of a group cannot leave before ending that membership.
    refused(WishApi.OPERATOR, "/members/" + member + "/leave", none(), "STILL_IN_USE");
    acting
        .get("/api/v1/me/data")
        .then()
        .statusCode(200)
        .body("members[0].memberships.groupId", contains(group));
  }

  @Test
  void volunteer_cannotClaimWishesOrCheckIn() {
    Phone phone = Phone.login();
    String member = ok(register(phone, request(years(30)))).path("id");
    Phone acting = phone.refresh("MEMBER");
    String wish = WishApi.open(WishApi.COLLECTOR, WishApi.draft());
    assertThat(post(acting.access(), "/wishes/" + wish + "/claims", none()).statusCode())
        .isEqualTo(403);
    post(
            WishApi.OPERATOR,
            "/check-ins",
            Map.of("subjectType", "MEMBER", "subjectId", member, "community", Street.COMMUNITY))
        .then()
        .statusCode(400)
        .body("errors.pointer", contains("/subjectId"));
  }

  @Test
  void volunteerUnderFourteen_needsAGuardiansConsent() {
    Phone phone = Phone.login();
    LocalDate young = years(14).plusDays(1);
    refused(register(phone, request(young)), "CONSENT_REQUIRED")
        .then()
        .body("errors.pointer", contains("/guardian"));
    Map<String, Object> guardian =
        Map.of("name", "林家长", "relation", "PARENT", "method", "ELECTRONIC");
    Map<String, Object> itself = Map.of("name", "林小样", "relation", "SELF", "method", "ELECTRONIC");
    refused(register(phone, request(young, "guardian", itself)), "VALIDATION_FAILED");
    refused(register(phone, request(years(14), "guardian", guardian)), "VALIDATION_FAILED");
    refused(register(phone, request(years(-1))), "VALIDATION_FAILED");
    String member = ok(register(phone, request(young, "guardian", guardian))).path("id");
    assertThat(
            street.column(
                "SELECT relation FROM guardian_consent WHERE aggregate_type = 'MEMBER' AND"
                    + " aggregate_id = "
                    + Street.id(member)))
        .containsExactly("PARENT");
    String acting = phone.refresh("MEMBER").access();
    String path = "/members/" + member + "/name-consent";
    Response refusal =
        refused(WishApi.put(acting, path, Map.of("showsName", true), "*"), "CONSENT_REQUIRED");
    assertThat(refusal.<String>path("detail")).contains("监护人的同意");
    ok(WishApi.put(acting, path, Map.of("showsName", true, "by", "GUARDIAN"), "*"));
    ok(WishApi.put(acting, path, Map.of("showsName", false), "*"));
  }

  @Test
  void operator_recordsVolunteersOfItsDivisionOnly() {
    Map<String, Object> volunteer =
        Map.of("kind", "VOLUNTEER", "name", "林小样", "division", Street.COMMUNITY, "ofAge", true);
    ok(WishApi.OPERATOR, "/members", volunteer);
    refused(Tokens.operator("desk-far", Street.OTHER_STREET), "/members", volunteer, "FORBIDDEN");
    refused(
        WishApi.OPERATOR,
        "/members",
        Map.of("kind", "VOLUNTEER", "name", "林小样", "ofAge", true),
        "VALIDATION_FAILED");
    refused(
        WishApi.OPERATOR,
        "/members",
        Map.of("kind", "VOLUNTEER", "name", "林小样", "division", Street.COMMUNITY),
        "VALIDATION_FAILED");
    refused(
        WishApi.OPERATOR,
        "/members",
        Map.of("kind", "COMMUNITY", "name", "林小样", "division", Street.COMMUNITY),
        "VALIDATION_FAILED");
  }
}
