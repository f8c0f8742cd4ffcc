package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.NAME;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.evidence.EvidenceSamples;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Tests consents to be photographed and named, by the person or by a guardian, and what stewards
 * may read and add for their members.
 */
@Tag("database")
@QuarkusTest
class PublicConsentTest {

  private static final String RESIDENT = Tokens.resident("resident-shown");

  private final Street street = Street.here();

  private static Map<String, Object> consent(String purpose, String relation) {
    return map(
        "purpose",
        purpose,
        "relation",
        relation,
        "method",
        "WRITTEN",
        "obtainedOn",
        "2026-01-05",
        "name",
        relation.equals("SELF") ? NAME : "陈家长");
  }

  private static String pointer(Response refusal) {
    return refusal.path("errors[0].pointer") + " " + refusal.path("errors[0].code");
  }

  @Test
  void consent_statesPurposeAndGiver_andItsLeafLooksLikeANote() {
    String wish = WishApi.create(RESIDENT, draft("sensitivity", "MINOR"));
    String path = "/wishes/" + wish + "/consents";
    assertThat(pointer(refused(RESIDENT, path, consent("PHOTO", "SELF"), "VALIDATION_FAILED")))
        .isEqualTo("/relation NOT_ALLOWED");
    Map<String, Object> marked = consent("PHOTO", "PARENT");
    marked.put("sensitivity", "MINOR");
    assertThat(pointer(refused(RESIDENT, path, marked, "VALIDATION_FAILED")))
        .isEqualTo("/sensitivity NOT_ALLOWED");
    Map<String, Object> unmarked = consent("HANDLING", "PARENT");
    assertThat(pointer(refused(RESIDENT, path, unmarked, "VALIDATION_FAILED")))
        .isEqualTo("/sensitivity REQUIRED");
    Response recorded = ok(COLLECTOR, path, consent("PHOTO", "PARENT"));
    String leaf = ok(get(null, "/ledger/entries/" + recorded.path("ledger.entryId"))).asString();
    assertThat(leaf).contains("WISH_NOTED").doesNotContain("PHOTO", "PARENT", "家长");
    // A consent to be photographed does not replace the consent to the handling of the data.
    refused(RESIDENT, "/wishes/" + wish + "/submit", none(), "CONSENT_REQUIRED");
    ok(RESIDENT, path, consent("NAME", "GUARDIAN"));
    Response listed = ok(get(OPERATOR, path));
    assertThat(listed.<List<String>>path("items.purpose")).containsExactly("PHOTO", "NAME");
    assertThat(listed.<List<String>>path("items.relation")).containsExactly("PARENT", "GUARDIAN");
    assertThat(listed.<List<String>>path("items.name")).containsOnly("陈**");
    String own = WishApi.create(RESIDENT, draft());
    ok(RESIDENT, "/wishes/" + own + "/consents", consent("NAME", "SELF"));
    assertThat(
            ok(get(OPERATOR, "/wishes/" + own + "/consents")).<List<String>>path("items.relation"))
        .containsExactly("SELF");
  }

  @Test
  void thankYou_namesTheResidentOnlyWithConsent() {
    String wish = open(RESIDENT, draft());
    String path = "/wishes/" + wish;
    long member = street.member(street.organisation());
    String token = Tokens.member("member-" + member, member);
    ok(token, "/claims/" + claim(token, wish) + "/deliver", delivery());
    ok(RESIDENT, path + "/confirm", map("rating", 5));
    ok(RESIDENT, path + "/thank", map("words", NAME + "谢谢大家", "publish", true));
    refused(post(OPERATOR, path + "/publish-thanks", map("attested", true)), "PERSONAL_DATA_FOUND");
    String photo = ok(RESIDENT, path + "/consents", consent("PHOTO", "SELF")).path("item");
    refused(post(OPERATOR, path + "/publish-thanks", map("attested", true)), "PERSONAL_DATA_FOUND");
    String consent = ok(RESIDENT, path + "/consents", consent("NAME", "SELF")).path("item");
    ok(OPERATOR, path + "/publish-thanks", map("attested", true));
    assertThat(ok(get(OPERATOR, path)).<String>path("thanks")).startsWith(NAME);

    ok(RESIDENT, path + "/consents/" + photo + "/withdraw", because("不想被拍"));
    assertThat(ok(get(OPERATOR, path)).<String>path("thanks")).startsWith(NAME);
    refused(
        post(COLLECTOR, path + "/consents/" + consent + "/withdraw", because("x")), "FORBIDDEN");
    ok(RESIDENT, path + "/consents/" + consent + "/withdraw", because("不想公开姓名"));
    assertThat(ok(get(OPERATOR, path)).<String>path("thanks")).isNull();
    refused(RESIDENT, path + "/consents/" + consent + "/withdraw", because("再撤"), "ALREADY_ENDED");
    refused(post(OPERATOR, path + "/publish-thanks", map("attested", true)), "PERSONAL_DATA_FOUND");
    assertThat(ok(get(OPERATOR, path + "/consents")).<List<String>>path("items.withdrawnAt"))
        .doesNotContainNull()
        .hasSize(2);
  }

  @Test
  void thankYouOfAMinor_isTakenDownWithTheConsentOfTheGuardian() {
    String wish = open(RESIDENT, draft());
    String path = "/wishes/" + wish;
    ok(RESIDENT, path + "/consents", consent("NAME", "SELF"));
    Map<String, Object> marked = consent("HANDLING", "PARENT");
    marked.put("sensitivity", "MINOR");
    ok(OPERATOR, path + "/consents", marked);
    long member = street.member(street.organisation());
    String token = Tokens.member("member-" + member, member);
    ok(token, "/claims/" + claim(token, wish) + "/deliver", delivery());
    ok(RESIDENT, path + "/confirm", map("rating", 5));
    ok(RESIDENT, path + "/thank", map("words", NAME + "谢谢大家", "publish", true));
    refused(post(OPERATOR, path + "/publish-thanks", map("attested", true)), "PERSONAL_DATA_FOUND");

    String guardians = ok(RESIDENT, path + "/consents", consent("NAME", "PARENT")).path("item");
    ok(OPERATOR, path + "/publish-thanks", map("attested", true));
    assertThat(ok(get(OPERATOR, path)).<String>path("thanks")).startsWith(NAME);
    ok(RESIDENT, path + "/consents/" + guardians + "/withdraw", because("不想公开姓名"));
    assertThat(ok(get(OPERATOR, path)).<String>path("thanks")).isNull();
  }

  private String recorded(long organisation, String name) {
    String steward = Tokens.steward("steward-" + organisation, organisation);
    return ok(
            steward,
            "/members",
            map(
                "organisationId",
                Id.text(organisation),
                "kind",
                "COMMUNITY",
                "name",
                name,
                "division",
                Street.COMMUNITY))
        .path("id");
  }

  @Test
  void member_consentsToBeNamedAndPhotographed_orAGuardianDoes() {
    long organisation = street.organisation();
    String member = recorded(organisation, "林小名");
    String token = Tokens.member("member-" + member, Id.fromString(member).value());
    String path = "/members/" + member;
    assertThat(ok(get(token, path)).<Object>path("photoConsent")).isNull();
    Response first = ok(WishApi.put(token, path + "/photo-consent", map("showsPhoto", true), "*"));
    String leaf = ok(get(null, "/ledger/entries/" + first.path("ledger.entryId"))).asString();
    assertThat(leaf).contains("photoConsent").doesNotContain("GUARDIAN", "\"SELF");
    ok(WishApi.put(token, path + "/name-consent", map("showsName", true, "by", "GUARDIAN"), "*"));
    Response shown = ok(get(token, path));
    assertThat(shown.<String>path("photoConsent.by")).isEqualTo("SELF");
    assertThat(shown.<String>path("nameConsent.by")).isEqualTo("GUARDIAN");
    assertThat(shown.<Boolean>path("showsName")).isTrue();
    ok(WishApi.put(token, path + "/name-consent", map("showsName", false), "*"));
    ok(WishApi.put(token, path + "/photo-consent", map("showsPhoto", false), "*"));
    Response withdrawn = ok(get(token, path));
    assertThat(withdrawn.<Object>path("nameConsent")).isNull();
    assertThat(withdrawn.<Object>path("photoConsent")).isNull();
    assertThat(withdrawn.<Boolean>path("showsName")).isFalse();
    refused(
        WishApi.put(OPERATOR, path + "/photo-consent", map("showsPhoto", true), "*"), "FORBIDDEN");
  }

  @Test
  void steward_readsTheNamesOfItsOwnMembersOnly_andEachReadingIsRecorded() {
    long organisation = street.organisation();
    String steward = Tokens.steward("steward-" + organisation, organisation);
    String one = recorded(organisation, "江一名");
    String two = recorded(organisation, "江二名");
    String other = recorded(street.organisation(), "外人名");
    String path = "/members/name-reads";
    Response read = ok(steward, path, map("members", List.of(two, one), "purpose", "VERIFICATION"));
    assertThat(read.<List<String>>path("items.name")).containsExactly("江二名", "江一名");
    Response leaf = ok(get(null, "/ledger/entries/" + read.path("ledger.entryId")));
    assertThat(leaf.asString()).contains("PERSONAL_FIELDS_READ", "VERIFICATION");
    assertThat(leaf.asString()).doesNotContain("江").doesNotContain(one).doesNotContain(two);
    assertThat(
            pointer(
                refused(
                    steward,
                    path,
                    map("members", List.of(one, other), "purpose", "VERIFICATION"),
                    "VALIDATION_FAILED")))
        .isEqualTo("/members/1 NOT_FOUND");
    refused(OPERATOR, path, map("members", List.of(one), "purpose", "VERIFICATION"), "FORBIDDEN");
  }

  @Test
  void steward_addsEvidenceToTheClaimsOfItsMembers() throws IOException {
    long organisation = street.organisation();
    long member = street.member(organisation);
    String wish = open(COLLECTOR, draft());
    String claim = claim(Tokens.member("member-" + member, member), wish);
    long other = street.organisation();
    for (long of : List.of(other, organisation)) {
      int status =
          given()
              .auth()
              .oauth2(Tokens.steward("steward-" + of, of))
              .header("Idempotency-Key", WishApi.key())
              .multiPart("kind", "PHOTO")
              .multiPart("file", "work.png", EvidenceSamples.screenshot(), "image/png")
              .post("/api/v1/claims/" + claim + "/evidence")
              .statusCode();
      assertThat(status).isEqualTo(of == organisation ? 201 : 403);
    }
  }
}
