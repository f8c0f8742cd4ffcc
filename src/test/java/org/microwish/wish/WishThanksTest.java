package org.microwish.wish;

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
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.state;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/**
 * Tests what can follow a decision or a fulfilment: resumed reviews, thank-yous, visits that found
 * problems.
 */
@Tag("database")
@QuarkusTest
class WishThanksTest {

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Street street = Street.here();
  private final String resident = Tokens.resident("resident-thanks-" + NEXT.incrementAndGet());
  private String claim;

  private String fulfilled() {
    return fulfilled(street.member(street.organisation()));
  }

  private String fulfilled(long id) {
    String wish = open(resident, draft());
    String member = Tokens.member("member-" + id, id);
    claim = claim(member, wish);
    ok(member, "/claims/" + claim + "/deliver", delivery());
    ok(resident, "/wishes/" + wish + "/confirm", map("rating", 5));
    return wish;
  }

  private static Response publicly(String wish) {
    // Reads as staff of another street: sees only the public part, but without the cache.
    return ok(get(Tokens.operator("desk-else", Street.OTHER_STREET), "/wishes/" + wish));
  }

  @Test
  void wishRejectedByMistake_isResumed_andPublished() {
    String wish = WishApi.create(resident, draft());
    String path = "/wishes/" + wish;
    ok(resident, path + "/submit", none());
    refused(OPERATOR, path + "/resume", because("误操作"), "WISH_STATE_CONFLICT");
    ok(OPERATOR, path + "/reject", because("不在范围内"));
    refused(post(COLLECTOR, path + "/resume", because("误操作")), "FORBIDDEN");
    refused(post(OPERATOR, path + "/resume", none()), "VALIDATION_FAILED");
    street.update(
        "UPDATE wish SET submitted_at = submitted_at - INTERVAL 30 DAY WHERE id = ?",
        Street.id(wish));
    ok(OPERATOR, path + "/resume", because("误操作"));
    assertThat(state(wish)).isEqualTo("SUBMITTED");
    // The time limit of the review began again, so the review is not overdue.
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM wish WHERE submitted_at < UTC_TIMESTAMP() - INTERVAL 1 DAY"
                    + " AND id = "
                    + Street.id(wish)))
        .isZero();
    assertThat(street.column("SELECT ended_at FROM wish WHERE id = " + Street.id(wish)))
        .containsExactly((String) null);
    ok(OPERATOR, path + "/publish", WishApi.publication());
  }

  @Test
  void thankYou_isPublishedOnlyIfTheResidentAllowsIt_andCanBeTakenDown() {
    String wish = fulfilled();
    String path = "/wishes/" + wish;
    refused(OPERATOR, path + "/publish-thanks", attested(), "WISH_STATE_CONFLICT");
    ok(resident, path + "/thank", map("words", "谢谢大家", "publish", false));
    Response refused =
        refused(post(OPERATOR, path + "/publish-thanks", attested()), "WISH_STATE_CONFLICT");
    assertThat((String) refused.path("reason")).isEqualTo("NO_THANKS");
    assertThat((String) ok(get(OPERATOR, path)).path("own.thanks")).isEqualTo("谢谢大家");

    ok(resident, path + "/thank", map("words", "谢谢大家，扶手很稳", "publish", true));
    assertThat((String) publicly(wish).path("thanks")).isNull();
    ok(OPERATOR, path + "/publish-thanks", attested());
    assertThat((String) publicly(wish).path("thanks")).isEqualTo("谢谢大家，扶手很稳");

    ok(OPERATOR, path + "/hide-thanks", because("核实中"));
    assertThat((String) publicly(wish).path("thanks")).isNull();
    ok(OPERATOR, path + "/publish-thanks", attested());
    ok(resident, path + "/hide-thanks", because("不想公开了"));
    refused(OPERATOR, path + "/publish-thanks", attested(), "WISH_STATE_CONFLICT");
    refused(OPERATOR, path + "/hide-thanks", because("核实中"), "WISH_STATE_CONFLICT");
    refused(post(OPERATOR, path + "/thank", map("words", "谢谢", "publish", true)), "FORBIDDEN");
    assertThat(
            street.column(
                "SELECT HEX(payload) FROM ledger_entry WHERE aggregate_id = '" + wish + "'"))
        .allSatisfy(hex -> assertThat(hex).doesNotContain("E8B0A2"));
  }

  private static Map<String, Object> attested() {
    return map("attested", true);
  }

  @Test
  void thankYouThatNamesAHelper_isNotPublished() {
    String helper =
        ok(
                OPERATOR,
                "/members",
                map(
                    "organisationId", Id.text(street.organisation()),
                    "kind", "COMMUNITY",
                    "name", "乐于助"))
            .path("id");
    String wish = fulfilled(Street.id(helper));
    String path = "/wishes/" + wish;
    ok(resident, path + "/thank", map("words", "谢谢乐于助同志", "publish", true));
    refused(post(OPERATOR, path + "/publish-thanks", map("attested", false)), "VALIDATION_FAILED");
    refused(post(OPERATOR, path + "/publish-thanks", attested()), "PERSONAL_DATA_FOUND");
  }

  @Test
  void thankYouWithPersonalDataOrListedWords_isNotPublished() {
    String wish = fulfilled();
    String path = "/wishes/" + wish;
    ok(resident, path + "/thank", map("words", NAME + "谢谢", "publish", true));
    Response refused =
        refused(post(OPERATOR, path + "/publish-thanks", attested()), "PERSONAL_DATA_FOUND");
    assertThat(refused.jsonPath().getList("errors.pointer")).contains("/thanks");
    ok(resident, path + "/thank", map("words", "谢谢，加微信赌博", "publish", true));
    refused(post(OPERATOR, path + "/publish-thanks", attested()), "MODERATION_OPEN");
    ok(resident, path + "/thank", map("words", "谢谢", "publish", true));
    ok(OPERATOR, path + "/publish-thanks", attested());
    ok(
        resident,
        "/erasures",
        map("subject", map("type", "WISH", "id", wish), "reason", "PURPOSE_MET"));
    assertThat(street.column("SELECT thanks FROM wish WHERE id = " + Street.id(wish)))
        .containsExactly((String) null);
  }

  private String visit(String wish, String result) {
    return ok(
            COLLECTOR,
            "/wishes/" + wish + "/follow-ups",
            map("visitedOn", LocalDate.now(Time.ZONE).toString(), "result", result))
        .path("item");
  }

  @Test
  void visitThatFoundProblems_leadsToARedo_orToANewWish_once() {
    String wish = fulfilled();
    String path = "/wishes/" + wish;
    String satisfied = visit(wish, "SATISFIED");
    String issues = visit(wish, "ISSUES_FOUND");
    String more = visit(wish, "ISSUES_FOUND");

    refused(post(COLLECTOR, "/wishes", draft("followUp", satisfied)), "VALIDATION_FAILED");
    refused(post(resident, "/wishes", draft("followUp", issues)), "VALIDATION_FAILED");
    String elsewhere = Tokens.collector("grid-else", Street.ELSEWHERE);
    refused(
        post(elsewhere, "/wishes", draft("division", Street.ELSEWHERE, "followUp", issues)),
        "VALIDATION_FAILED");
    String next = WishApi.create(COLLECTOR, draft("followUp", issues));
    Response twice =
        refused(post(COLLECTOR, "/wishes", draft("followUp", issues)), "VALIDATION_FAILED");
    assertThat(twice.jsonPath().getList("errors.pointer")).containsExactly("/followUp");
    refused(put(COLLECTOR, "/wishes/" + next, draft("followUp", more), "*"), "VALIDATION_FAILED");

    String reopened =
        ok(
                OPERATOR,
                path + "/reopen",
                map("claims", java.util.List.of(claim), "followUp", more, "reason", "扶手松动"))
            .path("ledger.entryId");
    assertThat(state(wish)).isEqualTo("IN_PROGRESS");
    Response visits = ok(get(OPERATOR, path + "/follow-ups"));
    assertThat(visits.jsonPath().getList("items.nextWish")).containsExactly(null, next, null);
    assertThat(visits.jsonPath().getList("items.redoEntry")).containsExactly(null, null, reopened);
  }
}
