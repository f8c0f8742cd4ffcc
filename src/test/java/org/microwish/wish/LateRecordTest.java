package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.pledge;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.state;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.verify.LeafFindings;

/** Tests that an operator can record late what people and organisations did offline. */
@Tag("database")
@QuarkusTest
class LateRecordTest {

  private static final String WHY = "走访时手机没有信号，阿强电话里说过";

  @Inject Sweeper sweeper;

  private final Street street = Street.here();
  private final long organisation = street.organisation();
  private final long member = street.member(organisation);

  private static String daysAgo(int days) {
    return Instant.now().minus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns a wish that was published 40 days ago and can be claimed for another 20 days. */
  private static String published(Map<String, Object> draft) {
    Map<String, Object> late = new LinkedHashMap<>(draft);
    late.put("occurredAt", daysAgo(42));
    String wish = WishApi.create(OPERATOR, late);
    ok(OPERATOR, "/wishes/" + wish + "/submit", map("occurredAt", daysAgo(41)));
    Map<String, Object> words = new LinkedHashMap<>(WishApi.publication());
    words.put("claimBy", daysAgo(-20));
    words.put("occurredAt", daysAgo(40));
    ok(OPERATOR, "/wishes/" + wish + "/publish", words);
    return wish;
  }

  private static Map<String, Object> party(String type, long id) {
    return map("type", type, "id", Id.text(id));
  }

  private Map<String, Object> member(int daysAgo, Object... more) {
    return late(party("MEMBER", member), daysAgo, more);
  }

  private static Map<String, Object> late(Object party, int daysAgo, Object... more) {
    Map<String, Object> body = map(more);
    body.put("onBehalfOf", party);
    body.put("occurredAt", daysAgo(daysAgo));
    return body;
  }

  private static Map<String, Object> with(Map<String, Object> body, Map<String, Object> more) {
    body.putAll(more);
    return body;
  }

  private static String claimed(String wish, Map<String, Object> body) {
    return WishApi.claim(OPERATOR, wish, body);
  }

  private static void faulty(String path, Object body, String pointer, String code) {
    faulty(post(OPERATOR, path, body), pointer, code);
  }

  private static void faulty(Response response, String pointer, String code) {
    refused(response, "VALIDATION_FAILED");
    assertThat(response.jsonPath().getList("errors.pointer", String.class))
        .as(response.asString())
        .containsExactly(pointer);
    assertThat((String) response.path("errors[0].code")).isEqualTo(code);
  }

  private List<byte[]> leaves(String wish) {
    return street
        .column(
            "SELECT payload FROM ledger_entry WHERE aggregate_id = '"
                + wish
                + "' ORDER BY aggregate_version")
        .stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> notes(String wish) {
    return ok(get(OPERATOR, "/wishes/" + wish + "/notes")).jsonPath().getList("items.text");
  }

  private JsonPath last(String wish) {
    return new JsonPath(new String(leaves(wish).getLast(), StandardCharsets.UTF_8));
  }

  @Test
  void membersWorkAndTheResidentsAnswer_areRecordedLate_andVerified() {
    String wish = published(draft("claimPolicy", "SHARED", "places", 1));
    long colleague = street.member(organisation);
    String claim = claimed(wish, member(30, "participants", List.of(Id.text(colleague))));
    JsonPath leaf = last(wish);
    assertThat(leaf.getInt("v")).isEqualTo(2);
    assertThat(leaf.getString("actor.role")).isEqualTo("OPERATOR");
    assertThat(leaf.getBoolean("facts.lateRecord")).isTrue();
    assertThat(leaf.getString("facts.onBehalfOf.type")).isEqualTo("MEMBER");
    assertThat(leaf.getString("facts.onBehalfOf.id"))
        .isEqualTo(leaf.getString("facts.claim.claimant.id"));
    assertThat(leaf.getList("facts.claim.participants")).hasSize(2);
    String path = "/claims/" + claim;
    ok(OPERATOR, path + "/contact", member(29));
    // A participant may record a visit, but not the delivery.
    ok(OPERATOR, path + "/assess", late(party("MEMBER", colleague), 28, "note", "看过了"));
    faulty(
        path + "/deliver",
        late(party("MEMBER", colleague), 20, "note", "已完成"),
        "/onBehalfOf",
        "NOT_ALLOWED");
    ok(OPERATOR, path + "/start", member(27));
    ok(OPERATOR, path + "/progress", member(26, "note", "材料到了"));
    ok(
        put(
            OPERATOR,
            path + "/participants",
            member(25, "participants", List.of(Id.text(colleague))),
            null));
    ok(OPERATOR, path + "/deliver", member(20, "note", "已完成", "partial", true));
    ok(OPERATOR, path + "/deliver", member(19, "note", "已完成"));
    Map<String, Object> resident = map("type", "RESIDENT");
    ok(
        OPERATOR,
        "/wishes/" + wish + "/report-dissatisfaction",
        late(resident, 18, "claims", List.of(claim), "reason", "扶手松动"));
    ok(OPERATOR, path + "/deliver", member(17, "note", "已加固"));
    faulty(
        "/wishes/" + wish + "/notes",
        late(resident, 17, "note", "来信感谢"),
        "/onBehalfOf",
        "NOT_ALLOWED");
    ok(OPERATOR, "/wishes/" + wish + "/confirm", late(resident, 16, "rating", 5));
    assertThat(state(wish)).isEqualTo("FULFILLED");
    leaf = last(wish);
    assertThat(leaf.getMap("facts.confirmation"))
        .isEqualTo(map("by", "PROXY", "proxyReason", "ON_PAPER", "rating", 5));
    assertThat(leaf.getMap("facts.onBehalfOf")).isEqualTo(resident);
    assertThat(LeafFindings.of(leaves(wish))).isEmpty();
  }

  @Test
  void organisationsProject_isRecordedLateWithItsMoney() {
    String wish = published(project("1000.00"));
    Map<String, Object> body = party("ORGANISATION", organisation);
    refused(
        OPERATOR,
        "/wishes/" + wish + "/claims",
        with(late(body, 30), pledge("1000.01", "CASH")),
        "BUDGET_EXCEEDED");
    String claim = claimed(wish, with(late(body, 30), pledge("600.00", "CASH")));
    String path = "/claims/" + claim;
    Response over =
        refused(
            OPERATOR,
            path + "/pledges",
            late(body, 29, "amount", "400.01", "form", "GOODS"),
            "BUDGET_EXCEEDED");
    assertThat(over.jsonPath().getList("errors.pointer")).containsExactly("/amount");
    ok(OPERATOR, path + "/pledges", late(body, 29, "amount", "400.00", "form", "GOODS"));
    ok(OPERATOR, path + "/start", late(body, 28));
    refused(
        OPERATOR,
        path + "/deliver",
        with(late(body, 20), delivery("600.01")),
        "COMMITMENT_EXCEEDED");
    ok(OPERATOR, path + "/deliver", with(late(body, 20), delivery("550.00")));
    JsonPath leaf = last(wish);
    assertThat(leaf.getMap("facts.onBehalfOf")).isEqualTo(body);
    assertThat(leaf.getList("postings")).hasSize(3);
    assertThat(LeafFindings.of(leaves(wish))).isEmpty();
  }

  @Test
  void badInput_namesTheField() {
    String wish = published(draft());
    String claims = "/wishes/" + wish + "/claims";
    faulty(claims, map(), "/onBehalfOf", "REQUIRED");
    faulty(claims, map("occurredAt", daysAgo(30)), "/onBehalfOf", "REQUIRED");
    faulty(claims, map("onBehalfOf", party("MEMBER", member)), "/occurredAt", "REQUIRED");
    faulty(claims, member(-1), "/occurredAt", "IN_FUTURE");
    faulty(claims, member(41), "/occurredAt", "WRONG_ORDER");
    faulty(claims, late(map("type", "MEMBER"), 30), "/onBehalfOf/id", "REQUIRED");
    faulty(claims, late(map("id", Id.text(member)), 30), "/onBehalfOf/type", "REQUIRED");
    faulty(claims, late(party("MEMBER", 17), 30), "/onBehalfOf/id", "NOT_FOUND");
    faulty(claims, late(party("ORGANISATION", member), 30), "/onBehalfOf/id", "NOT_FOUND");
    faulty(claims, late(map("type", "RESIDENT"), 30), "/onBehalfOf", "NOT_ALLOWED");
    faulty(
        claims, member(30, "participants", List.of(Id.text(17L))), "/participants/0", "NOT_FOUND");
    String own = Tokens.member("member-late-" + member, member);
    faulty(post(own, claims, member(30)), "/onBehalfOf", "NOT_ALLOWED");
    faulty(post(own, claims, map("occurredAt", daysAgo(30))), "/occurredAt", "NOT_ALLOWED");
    String elsewhere = Tokens.operator("desk-late", Street.OTHER_STREET);
    refused(elsewhere, claims, member(30), "FORBIDDEN");
    refused(Tokens.collector("grid-late", Street.COMMUNITY), claims, member(30), "FORBIDDEN");

    String claim = claimed(wish, member(30));
    String path = "/claims/" + claim;
    Response again = refused(OPERATOR, claims, member(29), "ALREADY_CLAIMED");
    assertThat(again.jsonPath().getList("errors.pointer")).containsExactly("/onBehalfOf/id");
    faulty(path + "/contact", map(), "/onBehalfOf", "REQUIRED");
    faulty(path + "/contact", member(31), "/occurredAt", "WRONG_ORDER");
    long other = street.member(organisation);
    faulty(path + "/contact", late(party("MEMBER", other), 29), "/onBehalfOf", "NOT_ALLOWED");
    faulty(
        path + "/revoke",
        member(29, "reason", "OTHER", "note", "说明"),
        "/onBehalfOf",
        "NOT_ALLOWED");
    ok(OPERATOR, path + "/start", member(29));
    ok(OPERATOR, path + "/deliver", member(28, "note", "已完成"));
    String confirm = "/wishes/" + wish + "/confirm";
    faulty(confirm, late(party("MEMBER", member), 20, "rating", 5), "/onBehalfOf", "NOT_ALLOWED");
    faulty(
        confirm, map("rating", 5, "proxy", map("reason", "ON_PAPER")), "/onBehalfOf", "REQUIRED");
    faulty(
        confirm,
        late(map("type", "RESIDENT"), 20, "rating", 5, "proxy", map("reason", "NO_ANSWER")),
        "/proxy",
        "NOT_ALLOWED");
    assertThat(leaves(wish)).hasSize(6);
  }

  @Test
  void recordAfterALapseDeadline_needsAReason_andPostponesTheLapse() {
    String wish = published(draft());
    Map<String, Object> why = party("MEMBER", member);
    why.put("reason", WHY);
    String claim = claimed(wish, late(why, 30));
    assertThat(last(wish).getMap("commitments").keySet().toString()).startsWith("[note.");
    assertThat(notes(wish)).containsExactly(WHY);
    sweeper.sweep();
    String path = "/claims/" + claim;
    assertThat((String) ok(get(OPERATOR, path)).path("state")).isEqualTo("ACTIVE");
    Response refused = refused(OPERATOR, path + "/start", member(10), "REASON_REQUIRED");
    assertThat(refused.jsonPath().getList("errors.pointer")).containsExactly("/onBehalfOf/reason");
    ok(OPERATOR, path + "/start", late(why, 10));
    assertThat(last(wish).getString("facts.reason")).isEqualTo("RECORDED_LATE");
    assertThat(new String(leaves(wish).getLast(), StandardCharsets.UTF_8)).doesNotContain("阿强");
    assertThat(notes(wish)).containsExactly(WHY, WHY);
    // A claim whose work has begun cannot lapse, so this record needs no reason.
    ok(OPERATOR, path + "/deliver", member(5, "note", "已完成"));
    assertThat(LeafFindings.of(leaves(wish))).isEmpty();
  }

  @Test
  void lateClaim_isDecidedByTheFactsOnTheDayOfTheClaim() {
    String body =
        ok(
                OPERATOR,
                "/organisations",
                map(
                    "name",
                    "迟录支部",
                    "kind",
                    "BRANCH",
                    "sector",
                    "COMMUNITY",
                    "division",
                    Street.COMMUNITY,
                    "occurredAt",
                    daysAgo(90)))
            .path("id");
    String leaver =
        ok(
                OPERATOR,
                "/members",
                map(
                    "organisationId",
                    body,
                    "kind",
                    "COMMUNITY",
                    "name",
                    "黄小迟",
                    "division",
                    Street.NEIGHBOUR,
                    "occurredAt",
                    daysAgo(80)))
            .path("id");
    Map<String, Object> who = map("type", "MEMBER", "id", leaver);
    String wish = published(draft("claimableFrom", "COMMUNITY"));
    String claims = "/wishes/" + wish + "/claims";
    String checkIn =
        ok(
                OPERATOR,
                "/check-ins",
                map(
                    "subjectType",
                    "MEMBER",
                    "subjectId",
                    leaver,
                    "community",
                    Street.COMMUNITY,
                    "occurredAt",
                    daysAgo(30)))
            .path("id");
    ok(OPERATOR, "/check-ins/" + checkIn + "/revoke", map("occurredAt", daysAgo(20)));
    ok(OPERATOR, "/members/" + leaver + "/leave", map("occurredAt", daysAgo(15)));

    Response outside = refused(OPERATOR, claims, late(who, 35), "NOT_ELIGIBLE");
    assertThat(outside.jsonPath().getList("errors.pointer")).containsExactly("/onBehalfOf/id");
    refused(OPERATOR, claims, late(who, 19), "NOT_ELIGIBLE");
    faulty(claims, late(who, 14), "/onBehalfOf/id", "NOT_ALLOWED");
    claimed(wish, late(who, 25));
    assertThat(last(wish).getString("facts.claim.organisation")).isEqualTo(body);
    List<byte[]> all =
        street
            .column(
                "SELECT payload FROM ledger_entry WHERE entry_id IN (SELECT entry_id FROM"
                    + " ledger_entry WHERE aggregate_id IN ('"
                    + wish
                    + "', '"
                    + body
                    + "', '"
                    + checkIn
                    + "', '"
                    + last(wish).getString("facts.claim.claimant.id")
                    + "')) ORDER BY entry_id")
            .stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toList();
    assertThat(LeafFindings.of(all)).isEmpty();
  }
}
