package org.microwish.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.COLLECTOR;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.because;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.ending;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.note;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.open;
import static org.microwish.wish.WishApi.pledge;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.project;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.put;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;
import static org.microwish.wish.WishApi.state;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.leaf.MoneyMove;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.platform.Id;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;

/** Runs wishes through their whole lifecycle over HTTP, on the real database. */
@Tag("database")
@QuarkusTest
class WishLifeTest {

  private static final AtomicInteger NEXT = new AtomicInteger();

  @Inject Sweeper sweeper;

  private final Street street = Street.here();
  private final String resident = Tokens.resident("resident-" + NEXT.incrementAndGet());

  private String member() {
    return member(street.organisation());
  }

  private String member(long organisation) {
    long id = street.member(organisation);
    return Tokens.member("member-" + id, id);
  }

  private static String steward(long organisation) {
    return Tokens.steward("steward-" + organisation, organisation);
  }

  private void moveBack(String wish, String table, String column, int days) {
    String key = table.equals("wish") ? "id" : "wish_id";
    street.update(
        "UPDATE "
            + table
            + " SET "
            + column
            + " = DATE_SUB("
            + column
            + ", INTERVAL ? DAY) WHERE "
            + key
            + " = ?",
        days,
        Street.id(wish));
  }

  @Test
  void staffNamingThemselvesAsResident_areRefused() {
    Response created = post(COLLECTOR, "/wishes", draft("resident", "grid-1"));
    refused(created, "VALIDATION_FAILED");
    assertThat(created.jsonPath().getList("errors.pointer")).containsExactly("/resident");
    refused(post(OPERATOR, "/wishes", draft("resident", "desk-1")), "VALIDATION_FAILED");
    String wish = WishApi.create(COLLECTOR, draft());
    refused(
        put(COLLECTOR, "/wishes/" + wish, draft("resident", "grid-1"), "*"), "VALIDATION_FAILED");
    ok(post(COLLECTOR, "/wishes", draft("resident", "somebody-else")));
  }

  @Test
  void resident_hasALimitedNumberOfOpenWishes() {
    String first = WishApi.create(resident, draft());
    for (int i = 1; i < 20; i++) {
      WishApi.create(resident, draft());
    }
    Response refused = refused(post(resident, "/wishes", draft()), "OPEN_WISH_LIMIT_REACHED");
    assertThat((Integer) refused.path("limit")).isEqualTo(20);
    ok(post(COLLECTOR, "/wishes", draft()));
    ok(resident, "/wishes/" + first + "/withdraw", because("不要了"));
    ok(post(resident, "/wishes", draft()));
  }

  @Test
  void aWishGoesFromDraftToArchive() {
    String wish = WishApi.create(resident, draft());
    String path = "/wishes/" + wish;
    ok(resident, path + "/submit", none());
    ok(OPERATOR, path + "/return", because("请补充楼层"));
    assertThat(state(wish)).isEqualTo("RETURNED");

    Response read = ok(get(resident, path));
    String tag = read.header("ETag");
    refused(put(resident, path, draft("category", "GOODS"), null), "PRECONDITION_REQUIRED");
    ok(put(resident, path, draft("category", "GOODS"), tag));
    refused(put(resident, path, draft(), tag), "PRECONDITION_FAILED");
    assertThat((String) ok(get(resident, path)).path("category")).isEqualTo("GOODS");

    ok(resident, path + "/submit", none());
    refused(resident, path + "/submit", none(), "WISH_STATE_CONFLICT");
    ok(OPERATOR, path + "/publish", publication());
    refused(put(resident, path, draft(), "*"), "WISH_STATE_CONFLICT");

    String member = member();
    String claim = claim(member, wish);
    assertThat(state(wish)).isEqualTo("CLAIMED");
    refused(put(OPERATOR, path, draft(), "*"), "WISH_STATE_CONFLICT");
    refused(member(), path + "/claims", none(), "WISH_FULL");

    String at = "/claims/" + claim;
    ok(member, at + "/contact", none());
    refused(member, at + "/contact", none(), "CLAIM_STATE_CONFLICT");
    ok(member, at + "/assess", note("墙面可以打孔"));
    ok(member, at + "/start", none());
    assertThat(state(wish)).isEqualTo("IN_PROGRESS");
    ok(member, at + "/progress", note("扶手到货"));
    ok(member, at + "/deliver", delivery());
    assertThat(state(wish)).isEqualTo("DELIVERED");
    refused(member, at + "/release", ending("UNABLE"), "WISH_STATE_CONFLICT");

    ok(resident, path + "/report-dissatisfaction", map("claims", List.of(claim), "reason", "松了"));
    assertThat(state(wish)).isEqualTo("IN_PROGRESS");
    ok(member, at + "/deliver", delivery());
    ok(resident, path + "/confirm", map("rating", 5, "comment", "谢谢"));
    assertThat(state(wish)).isEqualTo("FULFILLED");
    assertThat((String) ok(get(member, at)).path("state")).isEqualTo("COMPLETED");
    ok(
        COLLECTOR,
        path + "/follow-ups",
        map("visitedOn", today(), "result", "SATISFIED", "note", "用得很好"));

    moveBack(wish, "wish", "notice_until", 40);
    sweeper.sweep();
    assertThat(state(wish)).isEqualTo("ARCHIVED");
    checkLedger(wish);
  }

  private String today() {
    return street
        .column("SELECT DATE_FORMAT(DATE_ADD(UTC_TIMESTAMP(), INTERVAL 8 HOUR), '%Y-%m-%d')")
        .getFirst();
  }

  @Test
  void reviewCanEndAWish() {
    for (String end : List.of("reject", "refer", "withdraw")) {
      String wish = WishApi.create(COLLECTOR, draft());
      ok(COLLECTOR, "/wishes/" + wish + "/submit", none());
      review(OPERATOR, "/wishes/" + wish + "/" + end, map("reason", "不属于", "to", "街道城管办"), end);
      refused(OPERATOR, "/wishes/" + wish + "/publish", publication(), "WISH_STATE_CONFLICT");
      checkLedger(wish);
    }
  }

  private static void review(String token, String path, Map<String, Object> body, String end) {
    Map<String, Object> fitting = new HashMap<>(body);
    if (!end.equals("refer")) {
      fitting.remove("to");
    }
    ok(token, path, fitting);
  }

  @Test
  void approvalThatFillsTheWish_declinesPendingClaims() {
    String wish = open(resident, shared(2, "needsApproval", true));
    List<String> members = List.of(member(), member(), member(), member());
    List<String> claims = members.stream().map(member -> claim(member, wish)).toList();
    assertThat(state(wish)).isEqualTo("OPEN");
    refused(members.getFirst(), "/wishes/" + wish + "/claims", none(), "ALREADY_CLAIMED");
    refused(members.getFirst(), "/claims/" + claims.getFirst() + "/approve", none(), "FORBIDDEN");
    ok(OPERATOR, "/claims/" + claims.get(0) + "/decline", ending("UNSUITABLE"));
    ok(OPERATOR, "/claims/" + claims.get(1) + "/approve", none());
    ok(OPERATOR, "/claims/" + claims.get(2) + "/approve", none());
    assertThat(state(wish)).isEqualTo("CLAIMED");
    Response full = ok(get(members.get(3), "/claims/" + claims.get(3)));
    assertThat((String) full.path("state")).isEqualTo("DECLINED");
    assertThat((String) full.path("endReason")).isEqualTo("FULL");
    refused(OPERATOR, "/claims/" + claims.get(3) + "/approve", none(), "WISH_STATE_CONFLICT");
    ok(OPERATOR, "/claims/" + claims.get(1) + "/revoke", ending("UNSUITABLE"));
    assertThat(state(wish)).isEqualTo("OPEN");
    checkLedger(wish);
  }

  @Test
  void closingRecordsTheShortfallAndWithdrawalEndsLiveClaims() {
    String wish = open(resident, shared(3));
    refused(OPERATOR, "/wishes/" + wish + "/close-claiming", because("够了"), "WISH_STATE_CONFLICT");
    String member = member();
    String claim = claim(member, wish);
    ok(OPERATOR, "/wishes/" + wish + "/close-claiming", because("够了"));
    Response closed = ok(get(OPERATOR, "/wishes/" + wish));
    assertThat((String) closed.path("state")).isEqualTo("CLAIMED");
    assertThat((String) closed.path("own.shortfall")).isEqualTo("2");
    refused(member(), "/wishes/" + wish + "/claims", none(), "CLAIMING_CLOSED");
    ok(OPERATOR, "/wishes/" + wish + "/withdraw", because("已搬走"));
    assertThat((String) ok(get(member, "/claims/" + claim)).path("state")).isEqualTo("REVOKED");
    checkLedger(wish);
  }

  /**
   * A delivery without spending releases all committed money, but {@code amountTaken} still
   * contains the pledges.
   */
  @Test
  void revokedClaim_freesItsPledge_evenWhenNothingIsCommittedAnyMore() {
    String wish = open(COLLECTOR, project("100.00"));
    String path = "/wishes/" + wish;
    String one = steward(street.organisation());
    String other = steward(street.organisation());
    String first = claim(one, wish, pledge("10.94", "GOODS"));
    String second = claim(other, wish, pledge("40.00", "GOODS"));
    ok(OPERATOR, path + "/close-claiming", because("够了"));
    for (Map.Entry<String, String> each : Map.of(first, one, second, other).entrySet()) {
      ok(each.getValue(), "/claims/" + each.getKey() + "/deliver", delivery());
    }
    balances(wish, "0.00", "0.00", "0.00", "0.00");
    assertThat(fenTaken(wish)).isEqualTo(50_94);
    ok(
        OPERATOR,
        path + "/report-dissatisfaction",
        map(
            "claims",
            List.of(first),
            "reason",
            "松了",
            "proxy",
            map("reason", "CANNOT_USE_PHONE", "evidence", evidence(wish))));
    ok(OPERATOR, "/claims/" + first + "/revoke", ending("UNSUITABLE"));
    assertThat(fenTaken(wish)).isEqualTo(40_00);
  }

  /** Returns the part of the budget that claims take, in fen; the rest is free for other claims. */
  private long fenTaken(String wish) {
    return street.number(
        "SELECT CAST(amount_taken * 100 AS SIGNED) FROM wish WHERE id = " + Street.id(wish));
  }

  @Test
  void aMicroProjectIsPaidByManyAndItsMoneyAddsUp() {
    String wish = open(COLLECTOR, project("1000.00"));
    String path = "/wishes/" + wish;
    long one = street.organisation();
    long two = street.organisation();
    ok(
        OPERATOR,
        path + "/meetings",
        map(
            "heldAt",
            "2026-01-05T10:00:00+08:00",
            "participants",
            12,
            "attendees",
            "居委会、业主代表",
            "agreed",
            "先装十二台水泵"));
    // The attendees' names are other people's data: the resident reads only the agreement.
    street.update("UPDATE wish SET resident = 'resident-meeting' WHERE id = ?", Street.id(wish));
    assertThat(ok(get(Tokens.resident("resident-meeting"), path + "/notes")).asString())
        .contains("先装十二台水泵")
        .doesNotContain("业主代表");
    assertThat(ok(get(OPERATOR, path + "/notes")).asString()).contains("业主代表");
    street.update("UPDATE wish SET resident = NULL WHERE id = ?", Street.id(wish));
    refused(member(), path + "/claims", none(), "NOT_ELIGIBLE");
    refused(steward(one), path + "/claims", none(), "VALIDATION_FAILED");
    Response over =
        refused(steward(one), path + "/claims", pledge("1000.01", "CASH"), "BUDGET_EXCEEDED");
    assertThat((String) over.path("free")).isEqualTo("1000.00");
    String first = claim(steward(one), wish, pledge("600.00", "CASH"));
    ok(
        OPERATOR,
        path + "/public-funds",
        map("movement", "PLEDGE", "amount", "100.00", "note", "街道配套"));
    String second = claim(steward(two), wish, pledge("250.50", "CASH"));
    assertThat(state(wish)).isEqualTo("OPEN");
    over =
        refused(
            steward(two),
            "/claims/" + second + "/pledges",
            map("amount", "49.51", "form", "GOODS"),
            "BUDGET_EXCEEDED");
    assertThat((String) over.path("free")).isEqualTo("49.50");
    ok(steward(two), "/claims/" + second + "/pledges", map("amount", "49.50", "form", "GOODS"));
    assertThat(state(wish)).isEqualTo("CLAIMED");

    refused(
        steward(one), "/claims/" + first + "/deliver", delivery("600.01"), "COMMITMENT_EXCEEDED");
    Map<String, Object> part = new HashMap<>(delivery("200.00"));
    part.put("partial", true);
    ok(steward(one), "/claims/" + first + "/deliver", part);
    ok(steward(one), "/claims/" + first + "/deliver", delivery("350.00"));
    ok(steward(two), "/claims/" + second + "/deliver", delivery("250.50"));
    assertThat(state(wish)).isEqualTo("DELIVERED");
    balances(wish, "900.50", "100.00", "800.50", "0.00");
    ok(OPERATOR, path + "/public-funds", map("movement", "SPEND", "amount", "80.00"));
    ok(
        steward(one),
        path + "/refunds",
        map("claim", first, "amount", "50.00", "form", "CASH", "note", "退货"));
    refused(
        steward(two),
        path + "/refunds",
        map("claim", first, "amount", "1.00", "form", "CASH"),
        "FORBIDDEN");

    List<Map<String, Object>> postings = ok(get(OPERATOR, path + "/postings")).path("items");
    String spent =
        postings.stream()
            .filter(
                row -> row.get("movement").equals("SPEND") && row.get("amount").equals("250.50"))
            .findFirst()
            .orElseThrow()
            .get("id")
            .toString();
    Map<String, Object> reversal = map("posting", spent, "replacement", "200.50", "reason", "录错");
    ok(OPERATOR, path + "/reversals", reversal);
    refused(OPERATOR, path + "/reversals", reversal, "CLAIM_STATE_CONFLICT");

    ok(
        OPERATOR,
        path + "/confirm",
        map("rating", 4, "proxy", map("reason", "CANNOT_USE_PHONE", "evidence", evidence(wish))));
    balances(wish, "830.50", "0.00", "780.50", "50.00");
    assertThat((String) ok(get(OPERATOR, path)).path("confirmation")).isEqualTo("PROXY");

    String entry =
        Id.text(
            street.number(
                "SELECT MIN(entry_id) FROM ledger_entry WHERE aggregate_id = '" + wish + "'"));
    ok(
        OPERATOR,
        path + "/correct",
        map(
            "entry",
            entry,
            "values",
            map("category", "GOODS", "budget", "900.00", "residentName", "李更正"),
            "reason",
            "录错"));
    refused(
        OPERATOR,
        path + "/correct",
        map("entry", entry, "values", map("budget", "10.00"), "reason", "录错"),
        "COMMITMENT_EXCEEDED");
    assertThat(state(wish)).isEqualTo("FULFILLED");

    assertThat(ok(get(OPERATOR, path)).<Integer>path("rating")).isNotNull();
    ok(OPERATOR, path + "/reopen", map("claims", List.of(second), "reason", "水泵漏水"));
    assertThat(state(wish)).isEqualTo("IN_PROGRESS");
    assertThat(ok(get(OPERATOR, path)).<Integer>path("rating")).isNull();
    ok(OPERATOR, path + "/withdraw", because("并入旧改"));
    assertThat(state(wish)).isEqualTo("WITHDRAWN");
    balances(wish, "830.50", "0.00", "780.50", "50.00");
    checkLedger(wish);
  }

  private void balances(
      String wish, String funding, String committed, String spent, String returned) {
    Response read = ok(get(OPERATOR, "/wishes/" + wish));
    Map<String, String> shown = read.path("balances");
    assertThat(shown)
        .isEqualTo(
            Map.of(
                "funding", funding, "committed", committed, "spent", spent, "returned", returned));
  }

  private List<String> evidence(String wish) {
    long id = Street.id(wish) + 1;
    street.update(
        "INSERT INTO evidence (id, aggregate_type, aggregate_id, kind, type, size_bytes,"
            + " uploaded_by, uploaded_at, entry_id) VALUES (?, 'WISH', ?, 'PHOTO', 'JPEG', 1,"
            + " 'grid-1', UTC_TIMESTAMP(6), 1)",
        id,
        Street.id(wish));
    return List.of(Id.text(id));
  }

  @Test
  void proxyConfirmation_needsAValidReason() {
    String wish = open(resident, draft());
    long organisation = street.organisation();
    String claim = claim(steward(organisation), wish);
    ok(steward(organisation), "/claims/" + claim + "/deliver", delivery());
    String confirm = "/wishes/" + wish + "/confirm";
    refused(OPERATOR, confirm, map("rating", 5), "VALIDATION_FAILED");
    refused(
        COLLECTOR,
        confirm,
        map("rating", 5, "proxy", map("reason", "CANNOT_USE_PHONE")),
        "EVIDENCE_REQUIRED");
    Map<String, Object> silent = map("rating", 5, "proxy", map("reason", "NO_ANSWER"));
    refused(COLLECTOR, confirm, silent, "FORBIDDEN");
    refused(OPERATOR, confirm, silent, "PROXY_TOO_EARLY");
    moveBack(wish, "wish", "delivered_at", 14);
    ok(OPERATOR, confirm, silent);
    checkLedger(wish);
  }

  @Test
  void callersOutsideTheirRole_getForbiddenOrNotFound() {
    String stranger = Tokens.resident("stranger");
    String elsewhere = Tokens.operator("desk-9", Street.OTHER_STREET);
    String auditor = Tokens.auditor("audit-1", Street.STREET);
    String administrator = Tokens.administrator("admin-1");
    String member = member();
    String wish = WishApi.create(resident, draft());
    for (String other : List.of(stranger, elsewhere, member, administrator)) {
      assertThat(get(other, "/wishes/" + wish).statusCode()).isEqualTo(404);
    }
    assertThat(get(null, "/wishes/" + wish).statusCode()).isEqualTo(404);
    assertThat(post(stranger, "/wishes/" + wish + "/submit", none()).statusCode()).isEqualTo(404);
    assertThat(post(elsewhere, "/wishes/" + wish + "/withdraw", because("x")).statusCode())
        .isEqualTo(404);
    ok(resident, "/wishes/" + wish + "/submit", none());
    for (String other : List.of(resident, COLLECTOR, auditor, administrator, member)) {
      refused(other, "/wishes/" + wish + "/publish", publication(), "FORBIDDEN");
    }
    assertThat(post(elsewhere, "/wishes/" + wish + "/publish", publication()).statusCode())
        .isEqualTo(404);
    ok(OPERATOR, "/wishes/" + wish + "/publish", publication());
    refused(elsewhere, "/wishes/" + wish + "/close-claiming", because("x"), "FORBIDDEN");
    for (String other : List.of(resident, COLLECTOR, auditor)) {
      refused(other, "/wishes/" + wish + "/claims", none(), "FORBIDDEN");
    }
    // Operators can claim only on behalf of a member or organisation.
    refused(OPERATOR, "/wishes/" + wish + "/claims", none(), "VALIDATION_FAILED");
    String claim = claim(member, wish);
    for (String other : List.of(member(), steward(street.organisation()))) {
      refused(other, "/claims/" + claim + "/start", none(), "FORBIDDEN");
      assertThat(get(other, "/claims/" + claim).statusCode()).isEqualTo(404);
    }
    assertThat(post("no-token", "/wishes", draft()).statusCode()).isEqualTo(401);
    checkLedger(wish);
  }

  @Test
  void theContactIsShownWhileTheClaimIsActive() {
    String wish = open(resident, draft());
    String member = member();
    Response before = ok(get(member, "/wishes/" + wish));
    assertThat(before.asString()).doesNotContain(WishApi.PHONE, WishApi.NAME, WishApi.ADDRESS);
    String claim = claim(member, wish);
    Response during = ok(get(member, "/claims/" + claim));
    assertThat((String) during.path("contact.contactPhone")).isEqualTo(WishApi.PHONE);
    assertThat((String) during.path("contact.address")).isEqualTo(WishApi.ADDRESS);
    assertThat(ok(get(OPERATOR, "/claims/" + claim)).asString()).doesNotContain(WishApi.PHONE);
    ok(member, "/claims/" + claim + "/release", ending("UNABLE"));
    Response after = ok(get(member, "/claims/" + claim));
    assertThat(after.asString()).doesNotContain(WishApi.PHONE, WishApi.ADDRESS);
    assertThat(ok(get(member, "/wishes/" + wish)).asString()).doesNotContain(WishApi.PHONE);
  }

  @Test
  void claimantOutsideTheAreaOfTheWish_isNotEligible() {
    String wish = open(resident, shared(3, "claimableFrom", "COMMUNITY"));
    long organisation = street.organisation();
    long neighbour = street.member(organisation, Street.NEIGHBOUR);
    String far = Tokens.member("member-" + neighbour, neighbour);
    refused(far, "/wishes/" + wish + "/claims", none(), "NOT_ELIGIBLE");
    String near = member(organisation);
    claim(near, wish);
    String byStreet = open(resident, shared(3));
    claim(far, byStreet);
    long outside = street.member(organisation, Street.ELSEWHERE);
    String outsider = Tokens.member("member-" + outside, outside);
    refused(outsider, "/wishes/" + byStreet + "/claims", none(), "NOT_ELIGIBLE");
    String anywhere = open(resident, shared(3, "claimableFrom", "ANYWHERE"));
    claim(outsider, anywhere);
  }

  @Test
  void liveClaimsAreCappedAndALapseBarsForAWeek() {
    String member = member();
    long organisation = street.organisation();
    List<String> claims = new ArrayList<>();
    List<String> wishes = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      wishes.add(open(COLLECTOR, shared(5)));
      String path = "/wishes/" + wishes.get(i) + "/claims";
      if (i < 5) {
        claims.add(claim(member, wishes.get(i)));
      } else if (i == 5) {
        refused(member, path, none(), "CLAIM_LIMIT_REACHED");
      }
      if (i < 20) {
        claim(steward(organisation), wishes.get(i));
      } else {
        refused(steward(organisation), path, none(), "CLAIM_LIMIT_REACHED");
      }
    }
    ok(member, "/claims/" + claims.getFirst() + "/release", ending("UNABLE"));
    claim(member, wishes.get(6));

    String lapsing = wishes.get(1);
    long claim = Street.id(claims.get(1));
    street.update(
        "UPDATE claim SET contact_by = DATE_SUB(contact_by, INTERVAL 30 DAY),"
            + " next_check_at = DATE_SUB(next_check_at, INTERVAL 30 DAY) WHERE id = ?",
        claim);
    sweeper.sweep();
    assertThat((String) ok(get(member, "/claims/" + claims.get(1))).path("state"))
        .isEqualTo("LAPSED");
    refused(member, "/wishes/" + lapsing + "/claims", none(), "BARRED_AFTER_LAPSE");
    // The bar ends at the time in the ledger entry, which is also stored with the claim, not a
    // fixed time after the lapse.
    street.update(
        "UPDATE claim SET ended_at = DATE_SUB(ended_at, INTERVAL 169 HOUR) WHERE id = ?", claim);
    refused(member, "/wishes/" + lapsing + "/claims", none(), "BARRED_AFTER_LAPSE");
    street.update(
        "UPDATE claim SET barred_until = DATE_SUB(barred_until, INTERVAL 169 HOUR) WHERE id = ?",
        claim);
    // During an upgrade, instances of an earlier release do not write barred_until; the bar then
    // lasts 7 days.
    street.update(
        "UPDATE claim SET barred_until = NULL, ended_at = DATE_ADD(ended_at, INTERVAL 2 HOUR)"
            + " WHERE id = ?",
        claim);
    refused(member, "/wishes/" + lapsing + "/claims", none(), "BARRED_AFTER_LAPSE");
    street.update(
        "UPDATE claim SET ended_at = DATE_SUB(ended_at, INTERVAL 2 HOUR) WHERE id = ?", claim);
    claim(member, lapsing);
    checkLedger(lapsing);
  }

  @Test
  void participantsBelongToTheOrganisationAndChangeUntilDelivery() {
    String wish = open(resident, draft());
    long organisation = street.organisation();
    String inside = Id.text(street.member(organisation));
    String other = Id.text(street.member(organisation));
    String outside = Id.text(street.member(street.organisation()));
    refused(
        steward(organisation),
        "/wishes/" + wish + "/claims",
        map("participants", List.of(outside)),
        "VALIDATION_FAILED");
    refused(
        steward(organisation),
        "/wishes/" + wish + "/claims",
        map("participants", List.of(inside, inside)),
        "VALIDATION_FAILED");
    String claim = claim(steward(organisation), wish, map("participants", List.of(inside)));
    String helper = Tokens.member("helper", Street.id(other));
    refused(helper, "/claims/" + claim + "/contact", none(), "FORBIDDEN");
    ok(
        put(
            steward(organisation),
            "/claims/" + claim + "/participants",
            map("participants", List.of(inside, other)),
            null));
    ok(helper, "/claims/" + claim + "/contact", none());
    refused(helper, "/claims/" + claim + "/deliver", delivery(), "FORBIDDEN");
    ok(steward(organisation), "/claims/" + claim + "/deliver", delivery());
    refused(
        put(
            steward(organisation),
            "/claims/" + claim + "/participants",
            map("participants", List.of()),
            null),
        "WISH_STATE_CONFLICT");
    checkLedger(wish);
  }

  @Test
  void onePerson_takesOnePlace_asClaimantOrParticipant() {
    String wish = open(resident, shared(5));
    long organisation = street.organisation();
    long claiming = street.member(organisation);
    String named = Id.text(street.member(organisation));
    String free = Id.text(street.member(organisation));
    String claims = "/wishes/" + wish + "/claims";
    String first = claim(steward(organisation), wish, map("participants", List.of(named)));
    // A member that the organisation has named can neither claim the wish nor be named in another
    // claim.
    refused(Tokens.member("named", Street.id(named)), claims, none(), "ALREADY_CLAIMED");
    String other = Tokens.member("claiming", claiming);
    Response taken =
        refused(other, claims, map("participants", List.of(free, named)), "ALREADY_CLAIMED");
    assertThat(taken.<List<String>>path("errors.pointer")).containsExactly("/participants/1");
    String second = claim(other, wish, map("participants", List.of(free)));
    // A claiming member cannot be named in another claim; members who are already named may stay.
    refused(
        put(
            steward(organisation),
            "/claims/" + first + "/participants",
            map("participants", List.of(named, Id.text(claiming))),
            null),
        "ALREADY_CLAIMED");
    ok(
        put(
            steward(organisation),
            "/claims/" + first + "/participants",
            map("participants", List.of(named)),
            null));
    // The place of a claim that ended is free again.
    ok(other, "/claims/" + second + "/release", ending("UNABLE"));
    ok(
        put(
            steward(organisation),
            "/claims/" + first + "/participants",
            map("participants", List.of(named, free, Id.text(claiming))),
            null));
    checkLedger(wish);
  }

  @Test
  void concurrentClaims_thatNameOnePerson_onlyOneIsAccepted() throws Exception {
    String wish = open(resident, shared(5));
    long organisation = street.organisation();
    String named = Id.text(street.member(organisation));
    List<Callable<Integer>> claims = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String member = Tokens.member("colleague-" + i, street.member(organisation));
      claims.add(
          () ->
              post(member, "/wishes/" + wish + "/claims", map("participants", List.of(named)))
                  .statusCode());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> claim : threads.invokeAll(claims)) {
        statuses.add(claim.get());
      }
      assertThat(statuses).containsExactlyInAnyOrder(201, 409, 409, 409);
    }
    checkLedger(wish);
  }

  @Test
  void namedParticipant_seesTheClaim_andDeclines_whichFreesThePlace() {
    String wish = open(resident, shared(5));
    long organisation = street.organisation();
    long claiming = street.member(organisation);
    long named = street.member(organisation);
    String holder = Tokens.member("holder", claiming);
    String helper = Tokens.member("helper", named);
    String claim = claim(holder, wish, map("participants", List.of(Id.text(named))));
    assertThat(ok(get(helper, "/claims?named=true")).<List<String>>path("items.id"))
        .containsExactly(claim);
    assertThat(ok(get(helper, "/claims?named=false")).<List<String>>path("items.id")).isEmpty();
    assertThat(ok(get(holder, "/claims?named=true")).<List<String>>path("items.id")).isEmpty();
    assertThat(ok(get(holder, "/claims?named=false")).<List<String>>path("items.id"))
        .containsExactly(claim);
    String decline = "/claims/" + claim + "/decline-participation";
    refused(holder, decline, none(), "CLAIM_STATE_CONFLICT");
    refused(Tokens.member("stranger", street.member(organisation)), decline, none(), "FORBIDDEN");
    refused(
        put(helper, "/claims/" + claim + "/participants", map("participants", List.of()), null),
        "FORBIDDEN");
    ok(helper, decline, none());
    refused(helper, decline, none(), "FORBIDDEN");
    assertThat(get(helper, "/claims/" + claim).statusCode()).isEqualTo(404);
    assertThat(ok(get(holder, "/claims/" + claim)).<List<String>>path("participants.memberId"))
        .containsExactly(Id.text(claiming));
    // A member who has declined cannot be named again, neither for this claim nor for another one.
    Object again = map("participants", List.of(Id.text(named)));
    Response refusal =
        refused(
            put(holder, "/claims/" + claim + "/participants", again, null), "VALIDATION_FAILED");
    assertThat(refusal.<String>path("errors[0].pointer")).isEqualTo("/participants/0");
    assertThat(refusal.<String>path("errors[0].reason")).isEqualTo("DECLINED");
    String colleague = Tokens.member("colleague", street.member(organisation));
    refused(colleague, "/wishes/" + wish + "/claims", again, "VALIDATION_FAILED");
    // Only the member itself can allow participation again; repeating this has no further effect.
    String allow = "/claims/" + claim + "/allow-participation";
    assertThat(post(colleague, allow, none()).statusCode()).isEqualTo(204);
    refused(put(holder, "/claims/" + claim + "/participants", again, null), "VALIDATION_FAILED");
    assertThat(post(helper, allow, none()).statusCode()).isEqualTo(204);
    assertThat(post(helper, allow, none()).statusCode()).isEqualTo(204);
    ok(put(holder, "/claims/" + claim + "/participants", again, null));
    ok(put(holder, "/claims/" + claim + "/participants", again, null));
    refused(helper, "/claims/" + Id.text(1L) + "/allow-participation", none(), "NOT_FOUND");
    ok(helper, decline, none());
    // The place is free, so the member claims for itself.
    claim(helper, wish, none());
    // After delivery no participant can leave the claim: the record of who did the work stays.
    long late = street.member(organisation);
    ok(
        put(
            holder,
            "/claims/" + claim + "/participants",
            map("participants", List.of(Id.text(late))),
            null));
    ok(holder, "/claims/" + claim + "/deliver", delivery());
    refused(Tokens.member("late", late), decline, none(), "CLAIM_STATE_CONFLICT");
    checkLedger(wish);
  }

  @Test
  void aRetryGetsTheFirstAnswerAgain() {
    String wish = open(resident, shared(3));
    String member = member();
    String path = "/wishes/" + wish + "/claims";
    Response first = ok(post(member, path, none(), "retry-0001"));
    Response again = post(member, path, none(), "retry-0001");
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(first.header("Idempotency-Replayed")).isNull();
    Response other = post(member, path, map("participants", List.of()), "retry-0001");
    refused(other, "IDEMPOTENCY_KEY_REUSED");
    assertThat(other.statusCode()).isEqualTo(422);
    String claim = first.path("claim.id");
    ok(post(member, "/claims/" + claim + "/contact", none(), "retry-0002"));
    ok(post(member, "/claims/" + claim + "/contact", none(), "retry-0002"));
    checkLedger(wish);
  }

  @Test
  void aBudgetBelowThePublicFundsOnRecordIsRefused() {
    String wish = open(COLLECTOR, project("1000.00"));
    ok(
        OPERATOR,
        "/wishes/" + wish + "/public-funds",
        map("movement", "PLEDGE", "amount", "400.00"));
    Response refusal =
        refused(put(OPERATOR, "/wishes/" + wish, project("399.99"), "*"), "COMMITMENT_EXCEEDED");
    assertThat((String) refusal.path("free")).isEqualTo("400.00");
    ok(put(OPERATOR, "/wishes/" + wish, project("500.00"), "*"));
    refused(
        steward(street.organisation()),
        "/wishes/" + wish + "/claims",
        pledge("100.01", "CASH"),
        "BUDGET_EXCEEDED");
    claim(steward(street.organisation()), wish, pledge("100.00", "CASH"));
    assertThat(state(wish)).isEqualTo("CLAIMED");
  }

  @Test
  void concurrentClaims_winExactlyTheAvailablePlaces() throws Exception {
    String wish = open(resident, shared(3));
    List<Callable<Response>> coming = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String member = member();
      coming.add(() -> post(member, "/wishes/" + wish + "/claims", none()));
    }
    int won = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Response> answer : threads.invokeAll(coming)) {
        if (answer.get().statusCode() == 201) {
          won++;
        } else {
          refused(answer.get(), "WISH_FULL");
        }
      }
    }
    assertThat(won).isEqualTo(3);
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM claim WHERE state = 'ACTIVE' AND wish_id = "
                    + Street.id(wish)))
        .isEqualTo(3);
    checkLedger(wish);
  }

  /** Checks one entry per version, the same postings as in the tables, and no personal text. */
  private void checkLedger(String wish) {
    String entries = " FROM ledger_entry WHERE aggregate_id = '" + wish + "'";
    long version = street.number("SELECT version FROM wish WHERE id = " + Street.id(wish));
    assertThat(street.column("SELECT aggregate_version" + entries + " ORDER BY aggregate_version"))
        .isEqualTo(
            java.util.stream.LongStream.rangeClosed(1, version).mapToObj(String::valueOf).toList());
    List<String> inLeaves = new ArrayList<>();
    String state = null;
    for (String hex :
        street.column("SELECT HEX(payload)" + entries + " ORDER BY aggregate_version")) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      String text = new String(bytes, StandardCharsets.UTF_8);
      assertThat(text)
          .doesNotContain(WishApi.NAME, WishApi.PHONE, WishApi.ADDRESS, WishApi.DETAILS)
          .doesNotContain("扶手", "resident-", "member-", "steward-", "desk-1", "grid-1")
          .matches(leaf -> leaf.chars().allMatch(letter -> letter < 128), "has no free text");
      Leaf leaf = Leaf.parse(bytes);
      assertThat(leaf.transition().from()).as("state left by the entry before").isEqualTo(state);
      state = leaf.transition().to();
      for (MoneyMove move : leaf.postings()) {
        move.fenByClaim()
            .forEach(
                (claim, fen) ->
                    inLeaves.add(
                        String.join(
                            " ", move.from(), move.to(), move.form(), claim, fen.toString())));
      }
    }
    assertThat(state).isEqualTo(state(wish));
    List<String> inTables =
        street
            .column(
                "SELECT CONCAT(from_account, ' ', to_account, ' ', form, ' ', COALESCE(claim_id,"
                    + " 'public'), ' ', CAST(SUM(amount) * 100 AS SIGNED)) FROM posting WHERE"
                    + " wish_id = "
                    + Street.id(wish)
                    + " GROUP BY entry_id, from_account, to_account, form, claim_id")
            .stream()
            .map(WishLifeTest::withTextId)
            .toList();
    assertThat(inLeaves).containsExactlyInAnyOrderElementsOf(inTables);
  }

  private static String withTextId(String row) {
    List<String> words = new ArrayList<>(Arrays.asList(row.split(" ", -1)));
    if (!words.get(3).equals("public")) {
      words.set(3, Id.text(Long.parseLong(words.get(3))));
    }
    return String.join(" ", words);
  }
}
