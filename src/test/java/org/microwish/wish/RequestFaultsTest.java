package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests that problems list all faults of a request, each with its field, and what is missing. */
@Tag("database")
@QuarkusTest
class RequestFaultsTest {

  private final Street street = Street.here();

  private static List<String> faults(Response refusal) {
    return refusal.<List<Map<String, String>>>path("errors").stream()
        .map(error -> error.get("pointer") + " " + error.get("code"))
        .toList();
  }

  @Test
  void allFaultsOfABody_areReportedTogether_withDisplayNames() {
    Map<String, Object> draft = draft("kind", "DREAM", "places", "two", "colour", "red");
    draft.remove("category");
    draft.put("beneficiaries", Map.of("people", -1));
    draft.put("words", Map.of("title", "", "details", "x", "contactPhone", 7));
    Response chinese = refused(COLLECTOR, "/wishes", draft, "VALIDATION_FAILED");
    assertThat(faults(chinese))
        .containsExactlyInAnyOrder(
            "/kind UNKNOWN_VALUE",
            "/places WRONG_TYPE",
            "/colour UNKNOWN_FIELD",
            "/category REQUIRED",
            "/beneficiaries/people OUT_OF_RANGE",
            "/words/title REQUIRED",
            "/words/contactPhone WRONG_TYPE");
    String phone = "errors.find { it.pointer == '/words/contactPhone' }.name";
    assertThat(chinese.<String>path(phone)).isEqualTo("联系电话");
    Response english =
        given()
            .auth()
            .oauth2(COLLECTOR)
            .contentType("application/json")
            .header("Idempotency-Key", WishApi.key())
            .header("Accept-Language", "en")
            .body(draft)
            .post("/api/v1/wishes");
    assertThat(english.<String>path(phone)).isEqualTo("contact phone");
  }

  /** Constraints across fields are not checked while a field cannot be parsed. */
  @Test
  void fieldsThatCannotBeRead_areNotReportedTwice() {
    Map<String, Object> draft = draft("capacity", "AMOUNT", "budget", List.of());
    assertThat(faults(refused(COLLECTOR, "/wishes", draft, "VALIDATION_FAILED")))
        .containsExactly("/budget WRONG_TYPE");
  }

  @Test
  void faultsOfPathAndQuery_nameTheParameter() {
    Response key = refused(get(OPERATOR, "/idempotency/short?operation=createWish"), "NOT_FOUND");
    assertThat(key.<String>path("errors[0].parameter")).isEqualTo("key");
    Response brackets =
        refused(
            given().urlEncodingEnabled(false).get("/api/v1/wishes?state%5B%5D=OPEN"),
            "VALIDATION_FAILED");
    assertThat(brackets.<String>path("errors[0].parameter")).isEqualTo("state[]");
    assertThat(brackets.<String>path("errors[0].code")).isEqualTo("UNKNOWN_FIELD");
    Response personal =
        refused(
            given().urlEncodingEnabled(false).get("/api/v1/wishes?%E9%99%88%5B%5D=1"),
            "VALIDATION_FAILED");
    assertThat(personal.<String>path("errors[0].parameter")).isEqualTo("?");
  }

  @Test
  void confirmationByStaff_namesTheMissingField() {
    long organisation = street.organisation();
    long member = street.member(organisation);
    String token = Tokens.member("member-" + member, member);
    String wish = open(COLLECTOR, draft());
    ok(token, "/claims/" + claim(token, wish) + "/deliver", delivery());
    Map<String, Object> bare = map("rating", 5);
    for (String staff : List.of(OPERATOR, COLLECTOR)) {
      assertThat(faults(refused(staff, "/wishes/" + wish + "/confirm", bare, "VALIDATION_FAILED")))
          .containsExactly("/proxy REQUIRED");
    }
    assertThat(
            faults(
                refused(
                    OPERATOR,
                    "/wishes/" + wish + "/report-dissatisfaction",
                    map("claims", List.of(), "reason", "未完成"),
                    "VALIDATION_FAILED")))
        .isNotEmpty();
    String elsewhere = Tokens.operator("desk-elsewhere", Street.OTHER_STREET);
    assertThat(post(elsewhere, "/wishes/" + wish + "/confirm", bare).statusCode()).isIn(403, 404);

    Map<String, Object> publicly = project("100.00");
    publicly.put("words", Map.of("title", "换路灯", "details", "路灯不亮"));
    String lamp = open(OPERATOR, publicly);
    String steward = Tokens.steward("steward-" + organisation, organisation);
    String claim = claim(steward, lamp, WishApi.pledge("100.00", "CASH"));
    ok(steward, "/claims/" + claim + "/deliver", delivery("100.00"));
    assertThat(faults(refused(OPERATOR, "/wishes/" + lamp + "/confirm", bare, "VALIDATION_FAILED")))
        .containsExactly("/acceptance REQUIRED");
  }

  @Test
  void receipt_hasTheETagForTheNextEdit() {
    Response created = ok(COLLECTOR, "/wishes", draft());
    String path = "/wishes/" + created.path("wishId");
    String first = created.path("etag");
    assertThat(first).isEqualTo("\"1\"");
    Response edited = ok(WishApi.put(COLLECTOR, path, draft(), first));
    refused(WishApi.put(COLLECTOR, path, draft(), first), "PRECONDITION_FAILED");
    ok(WishApi.put(COLLECTOR, path, draft(), edited.path("etag")));
  }

  @Test
  void ownDataAndOperations_haveNoEmptyEntries() {
    String resident = Tokens.resident("resident-without-account");
    WishApi.create(resident, draft());
    assertThat(ok(get(resident, "/me/data")).<List<Map<String, Object>>>path("accounts"))
        .doesNotContain(Map.of());
    assertThat(ok(get(OPERATOR, "/me/data")).<List<Map<String, Object>>>path("accounts"))
        .doesNotContain(Map.of());
    for (String token : List.of(OPERATOR, COLLECTOR, resident)) {
      assertThat(ok(get(token, "/me")).<List<String>>path("operations"))
          .doesNotContain("")
          .isSorted();
    }
  }

  @Test
  void draftOfAResident_doesNotBlockErasingItsAccount() {
    String resident = Tokens.resident("resident-with-draft");
    String draft = WishApi.create(resident, draft());
    Map<String, Object> account =
        Map.of(
            "subject",
            Map.of("type", "ACCOUNT", "id", "resident-with-draft"),
            "reason",
            "PURPOSE_MET");
    Response erased = ok(resident, "/erasures", account);
    assertThat(erased.<List<String>>path("subjects.id")).contains(draft, "resident-with-draft");
    refused(resident, "/wishes/" + draft + "/submit", none(), "NOT_FOUND");
    refused(OPERATOR, "/wishes/" + draft + "/submit", none(), "PERSONAL_DATA_ERASED");
  }

  @Test
  void refusedErasure_listsTheIdsOfOpenWork() {
    long number = street.member(street.organisation());
    String id = Id.text(number);
    String token = Tokens.member("member-" + id, number);
    String wish = open(COLLECTOR, draft());
    String claim = claim(token, wish);
    Response open =
        refused(
            token,
            "/erasures",
            Map.of("subject", Map.of("type", "MEMBER", "id", id), "reason", "PURPOSE_MET"),
            "SUBJECT_STILL_OPEN");
    assertThat(open.<List<String>>path("claims")).containsExactly(claim);
    assertThat(open.<List<String>>path("members")).containsExactly(id);
    assertThat(open.<String>path("detail")).contains(claim, id);
  }
}
