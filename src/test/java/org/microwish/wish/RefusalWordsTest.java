package org.microwish.wish;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.note;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.pledge;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.refused;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Tests that the detail of a refusal names the reason, and a few other texts for people. */
@Tag("database")
@QuarkusTest
class RefusalWordsTest {

  private final Street street = Street.here();

  private String member() {
    long id = street.member(street.organisation());
    return Tokens.member("member-" + id, id);
  }

  private static String detail(Response refusal) {
    return refusal.path("detail");
  }

  @Test
  void secondClaimOfTheSameClaimant_isAlreadyClaimed_alsoOnAFullWish() {
    String wish = open(COLLECTOR, draft());
    String first = member();
    claim(first, wish);
    String path = "/wishes/" + wish + "/claims";
    // The first refusal comes from a batch. After that the cache contains the wish as full, and
    // further claims are refused without a lock.
    for (int i = 0; i < 3; i++) {
      refused(member(), path, none(), "WISH_FULL");
      refused(first, path, none(), "ALREADY_CLAIMED");
    }
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", because("不要了"));
    refused(first, path, none(), "WISH_STATE_CONFLICT");
  }

  @Test
  void detail_namesTheFormOfTheMoney_andTheRemainingAmount() {
    long organisation = street.organisation();
    String steward = Tokens.steward("steward-" + organisation, organisation);
    String claim = claim(steward, open(COLLECTOR, project("500.00")), pledge("100.00", "GOODS"));
    ok(steward, "/claims/" + claim + "/pledges", map("amount", "200.00", "form", "CASH"));
    Response over =
        refused(
            steward,
            "/claims/" + claim + "/deliver",
            map("note", "已完成", "spent", List.of(map("amount", "150.00", "form", "GOODS"))),
            "COMMITMENT_EXCEEDED");
    assertThat(detail(over)).contains("物资折价最多 100.00 元").contains("其他形式");
    assertThat(over.<String>path("form")).isEqualTo("GOODS");
    assertThat(over.<String>path("free")).isEqualTo("100.00");
  }

  @Test
  void detail_saysThatAProxyIsMissing() {
    String wish = open(COLLECTOR, draft());
    String worker = member();
    ok(worker, "/claims/" + claim(worker, wish) + "/deliver", delivery());
    Response missing =
        refused(OPERATOR, "/wishes/" + wish + "/confirm", map("rating", 5), "VALIDATION_FAILED");
    assertThat(missing.<String>path("errors[0].pointer")).isEqualTo("/proxy");
    assertThat(missing.<String>path("errors[0].name")).isEqualTo("代为确认");
    Map<String, Object> silent = map("rating", 5, "proxy", map("reason", "NO_ANSWER"));
    Response notAllowed = refused(COLLECTOR, "/wishes/" + wish + "/confirm", silent, "FORBIDDEN");
    assertThat(detail(notAllowed)).contains("proxy", "理由");
  }

  @Test
  void detail_saysWhoseConsentIsMissing() {
    String minor = WishApi.create(COLLECTOR, draft("sensitivity", "MINOR"));
    assertThat(
            detail(refused(COLLECTOR, "/wishes/" + minor + "/submit", none(), "CONSENT_REQUIRED")))
        .contains("登记同意：监护人的同意");
    String other = WishApi.create(COLLECTOR, draft("sensitivity", "OTHER"));
    assertThat(
            detail(refused(COLLECTOR, "/wishes/" + other + "/submit", none(), "CONSENT_REQUIRED")))
        .contains("登记同意：本人或监护人的同意");
  }

  @Test
  void detail_saysWhyAMeetingOrAClosing_isRefused() {
    String wish = open(COLLECTOR, draft());
    Response closing =
        refused(
            OPERATOR, "/wishes/" + wish + "/close-claiming", because("够了"), "WISH_STATE_CONFLICT");
    assertThat(closing.<String>path("reason")).isEqualTo("NO_ACTIVE_CLAIM");
    assertThat(detail(closing)).isEqualTo("该心愿还没有进行中的认领，不能结束认领。");
    Response meeting =
        refused(
            OPERATOR,
            "/wishes/" + wish + "/meetings",
            map(
                "heldAt",
                "2026-01-05T15:00:00+08:00",
                "participants",
                9,
                "attendees",
                "居民",
                "agreed",
                "先装"),
            "CORRECTION_NOT_ALLOWED");
    assertThat(detail(meeting)).isEqualTo("只有微项目可以登记协调会，这是微心愿。");
    assertThat(
            given()
                .auth()
                .oauth2(OPERATOR)
                .header("Accept-Language", "en")
                .contentType("application/json")
                .body(because("够了"))
                .post("/api/v1/wishes/" + wish + "/close-claiming")
                .<String>path("detail"))
        .isEqualTo("No claim on the wish is active, so claiming cannot be closed.");
  }

  @Test
  void notes_showTheirAuthorToStaff() {
    String resident = Tokens.resident("author-1");
    String wish = WishApi.create(resident, draft());
    ok(resident, "/wishes/" + wish + "/notes", note("请先打电话"));
    ok(OPERATOR, "/wishes/" + wish + "/notes", note("已核对"));
    String path = "/wishes/" + wish + "/notes";
    Response office = ok(get(OPERATOR, path));
    assertThat(office.<List<String>>path("items.author")).containsExactly("author-1", "desk-1");
    assertThat(office.<List<String>>path("items.authorRole"))
        .containsExactly("RESIDENT", "OPERATOR");
    assertThat(ok(get(resident, path)).<List<String>>path("items.author"))
        .containsExactly("author-1", null);
  }

  @Test
  void me_listsNoEmptyOperation() {
    for (String token : List.of(OPERATOR, Tokens.resident("me-1"))) {
      assertThat(ok(get(token, "/me")).<List<String>>path("operations"))
          .isNotEmpty()
          .allSatisfy(operation -> assertThat(operation).isNotBlank());
    }
  }
}
