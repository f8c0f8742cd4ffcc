package org.microwish.wish.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.microwish.wish.WishApi.ADDRESS;
import static org.microwish.wish.WishApi.DETAILS;
import static org.microwish.wish.WishApi.NAME;
import static org.microwish.wish.WishApi.OPERATOR;
import static org.microwish.wish.WishApi.PHONE;
import static org.microwish.wish.WishApi.claim;
import static org.microwish.wish.WishApi.delivery;
import static org.microwish.wish.WishApi.draft;
import static org.microwish.wish.WishApi.get;
import static org.microwish.wish.WishApi.key;
import static org.microwish.wish.WishApi.map;
import static org.microwish.wish.WishApi.none;
import static org.microwish.wish.WishApi.ok;
import static org.microwish.wish.WishApi.post;
import static org.microwish.wish.WishApi.publication;
import static org.microwish.wish.WishApi.refused;
import static org.microwish.wish.WishApi.shared;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests the lists of the desk, batches of commands, and reads that wait for an entry. */
@Tag("database")
@QuarkusTest
class DeskApiTest {

  private static final AtomicInteger NEXT = new AtomicInteger();

  private final Street street = Street.here();
  private final String account = "desk-collector-" + NEXT.incrementAndGet();
  private final String collector = Tokens.collector(account, Street.COMMUNITY);
  private final String mine = "collector=" + account;

  private String submitted(Object... more) {
    String id = WishApi.create(collector, draft(more));
    ok(collector, "/wishes/" + id + "/submit", none());
    return id;
  }

  private String published(Map<String, Object> draft) {
    return WishApi.open(collector, draft);
  }

  private String member() {
    long id = street.member(street.organisation());
    return Tokens.member("member-" + id, id);
  }

  private static List<String> wishes(String token, String query) {
    return ok(get(token, "/desk/wishes?" + query)).jsonPath().getList("items.wish.id");
  }

  private static List<String> claims(String query) {
    return ok(get(OPERATOR, "/desk/claims?" + query)).jsonPath().getList("items.id");
  }

  private void back(String table, String column, String id, int days) {
    street.update(
        "UPDATE %s SET %s = %s - INTERVAL ? DAY WHERE id = ?".formatted(table, column, column),
        days,
        Street.id(id));
  }

  @Test
  void staff_seeTitlesBeforePublication_oldestFirst() {
    String draft = WishApi.create(collector, draft());
    String waiting = submitted("channel", "RESIDENTS_GROUP_CHAT");
    back("wish", "submitted_at", waiting, 3);
    for (String token : List.of(OPERATOR, collector, Tokens.auditor("audit", Street.STREET))) {
      Response list = ok(get(token, "/desk/wishes?" + mine));
      assertThat(list.<List<String>>path("items.wish.id")).containsExactly(draft, waiting);
      assertThat(list.<List<String>>path("items.wish.own.title")).containsExactly("换厕所扶手", "换厕所扶手");
      assertThat(list.<String>path("items[0].wish.own.details")).isEqualTo(DETAILS);
      assertThat(list.<String>path("items[0].wish.title")).isNull();
      assertThat(list.<List<Integer>>path("items.waitingDays")).containsExactly(0, 3);
      assertThat(list.<String>path("items[0].dueBy")).isNull();
      assertThat(list.<String>path("items[1].dueBy")).isNotNull();
      assertThat(list.asString()).doesNotContain(NAME, PHONE, ADDRESS, "陈**");
    }
    String open = published(draft());
    Response shown = ok(get(OPERATOR, "/desk/wishes?state=OPEN&" + mine));
    assertThat(shown.<List<String>>path("items.wish.id")).containsExactly(open);
    assertThat(shown.asString()).contains("更换厕所扶手").doesNotContain(DETAILS, "换厕所扶手\",\"details");
    assertThat(wishes(OPERATOR, mine + "&state=DRAFT&state=SUBMITTED&sort=NEWEST"))
        .containsExactly(waiting, draft);
    assertThat(wishes(OPERATOR, mine + "&channel=RESIDENTS_GROUP_CHAT")).containsExactly(waiting);
    assertThat(wishes(OPERATOR, mine + "&state=DRAFT")).containsExactly(draft);
    assertThat(wishes(Tokens.operator("other", Street.OTHER_STREET), mine)).isEmpty();
    refused(get(OPERATOR, "/desk/wishes?division=" + Street.ELSEWHERE), "VALIDATION_FAILED");
    refused(get(Tokens.resident("nobody"), "/desk/wishes"), "FORBIDDEN");
    // The list outside the desk shows the same texts to the same callers.
    assertThat(
            ok(get(collector, "/wishes?mine=true&state=DRAFT&state=SUBMITTED"))
                .<List<String>>path("items.own.title"))
        .containsExactly("换厕所扶手", "换厕所扶手");
  }

  @Test
  void residents_seeTheirOwnTitlesBeforePublication() {
    String resident = Tokens.resident("desk-resident-" + account);
    String wish = WishApi.create(resident, draft());
    Response list = ok(get(resident, "/wishes?mine=true"));
    assertThat(list.<List<String>>path("items.id")).containsExactly(wish);
    assertThat(list.<String>path("items[0].own.title")).isEqualTo("换厕所扶手");
    assertThat(list.<String>path("items[0].own.details")).isEqualTo(DETAILS);
    assertThat(list.asString()).doesNotContain(PHONE);
    published(draft());
    assertThat(ok(get(null, "/wishes?limit=3")).asString()).doesNotContain("\"own\"");
    assertThat(ok(get(member(), "/wishes?limit=3")).asString()).doesNotContain("\"own\"");
  }

  @Test
  void deadlineOrder_hasStablePages() {
    List<String> expected = new ArrayList<>();
    for (int days : List.of(1, 9, 4)) {
      String wish = submitted();
      back("wish", "submitted_at", wish, days);
      expected.add(wish);
    }
    expected = List.of(expected.get(1), expected.get(2), expected.get(0));
    List<String> read = new ArrayList<>();
    String query = "/desk/wishes?limit=1&sort=DEADLINE&state=SUBMITTED&" + mine;
    String cursor = "";
    do {
      Response page = ok(get(OPERATOR, query + cursor));
      read.addAll(page.<List<String>>path("items.wish.id"));
      cursor = page.path("nextCursor") == null ? null : "&cursor=" + page.path("nextCursor");
    } while (cursor != null);
    assertThat(read).isEqualTo(expected);
    String next = ok(get(OPERATOR, query)).path("nextCursor");
    refused(
        get(OPERATOR, "/desk/wishes?limit=1&state=SUBMITTED&" + mine + "&cursor=" + next),
        "VALIDATION_FAILED");
    Response vague = refused(get(OPERATOR, "/desk/wishes?sort=DEADLINE"), "VALIDATION_FAILED");
    assertThat(vague.<String>path("errors[0].parameter")).isEqualTo("state");
    refused(get(OPERATOR, "/desk/wishes?sort=DEADLINE&state=DRAFT"), "VALIDATION_FAILED");
  }

  @Test
  void overdueWishes_areThoseWhereSomethingIsLate() {
    String inTime = submitted();
    String review = submitted();
    back("wish", "submitted_at", review, 60);
    String work = published(draft());
    String busy = member();
    String claim = claim(busy, work);
    ok(busy, "/claims/" + claim + "/start", none());
    street.update("UPDATE claim SET overdue = TRUE WHERE id = ?", Street.id(claim));
    String approval = published(shared(2, "needsApproval", true));
    back("claim", "claimed_at", claim(member(), approval), 60);
    String answer = published(draft());
    ok(busy, "/claims/" + claim(busy, answer) + "/deliver", delivery());
    back("wish", "delivered_at", answer, 60);
    String healthy = published(draft());
    claim(member(), healthy);

    Response late = ok(get(OPERATOR, "/desk/wishes?overdue=true&" + mine));
    assertThat(late.<List<String>>path("items.wish.id"))
        .containsExactly(review, work, approval, answer);
    assertThat(late.<List<Boolean>>path("items.overdue")).containsOnly(true);
    Response all = ok(get(OPERATOR, "/desk/wishes?" + mine));
    assertThat(all.<List<String>>path("items.findAll { !it.overdue }.wish.id"))
        .containsExactly(inTime, healthy);
    for (String state : List.of("OPEN", "CLAIMED", "IN_PROGRESS", "DELIVERED")) {
      assertThat(wishes(OPERATOR, "sort=DEADLINE&state=%s&%s".formatted(state, mine))).hasSize(1);
    }
    assertThat(
            ok(get(OPERATOR, "/desk/wishes?state=CLAIMED&" + mine)).<String>path("items[0].dueBy"))
        .isEqualTo(ok(get(OPERATOR, "/wishes/" + healthy + "/claims")).path("items[0].contactBy"));
  }

  @Test
  void counts_areByStateWithinTheDivision() {
    String building = Street.COMMUNITY + "B83";
    street.building(building);
    WishApi.create(collector, draft("division", building));
    submitted("division", building);
    String held = submitted("division", building);
    street.update("UPDATE wish SET held = TRUE WHERE id = ?", Street.id(held));
    Response counts = ok(get(OPERATOR, "/desk/wish-counts?division=" + building));
    assertThat(counts.<Integer>path("items.find { it.state == 'DRAFT' }.count")).isEqualTo(1);
    assertThat(counts.<Integer>path("items.find { it.state == 'SUBMITTED' }.count")).isEqualTo(1);
    assertThat(counts.<Integer>path("items.find { it.state == 'OPEN' }.count")).isZero();
    assertThat(counts.<List<Boolean>>path("items.more")).containsOnly(false);
    assertThat(
            ok(get(OPERATOR, "/desk/wish-counts"))
                .<Integer>path("items.find { it.state == 'DRAFT' }.count"))
        .isPositive();
    refused(
        get(Tokens.auditor("audit", Street.STREET), "/desk/wish-counts?division=" + building),
        "VALIDATION_FAILED");
    street.update("UPDATE wish SET held = FALSE WHERE id = ?", Street.id(held));
  }

  @Test
  void claimsAcrossWishes_areSortedByDeadline() {
    long organisation = street.organisation();
    String own = "organisation=" + new Id(organisation);
    List<String> active = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long id = street.member(organisation);
      active.add(claim(Tokens.member("member-" + id, id), published(draft())));
    }
    back("claim", "contact_by", active.get(1), 40);
    long id = street.member(organisation);
    String worker = Tokens.member("member-" + id, id);
    ok(worker, "/claims/" + claim(worker, published(draft())) + "/deliver", delivery());
    String steward = Tokens.steward("steward-" + organisation, organisation);
    String pending = claim(steward, published(shared(2, "needsApproval", true)));

    assertThat(claims(own).subList(0, 3))
        .containsExactly(active.get(1), active.get(0), active.get(2));
    assertThat(claims(own + "&limit=2")).containsExactly(active.get(1), active.get(0));
    String next = ok(get(OPERATOR, "/desk/claims?limit=2&" + own)).path("nextCursor");
    assertThat(claims(own + "&limit=2&cursor=" + next)).hasSize(2).startsWith(active.get(2));
    LocalDate today = LocalDate.now(Time.ZONE);
    assertThat(claims(own + "&dueBefore=" + today)).containsExactly(active.get(1));
    assertThat(claims(own + "&state=PENDING")).containsExactly(pending);
    assertThat(claims(own + "&state=PENDING&overdue=true")).isEmpty();
    back("claim", "claimed_at", pending, 60);
    assertThat(claims(own + "&state=PENDING&overdue=true")).containsExactly(pending);
    assertThat(claims(own + "&state=PENDING&dueBefore=" + today)).containsExactly(pending);
    street.update(
        "UPDATE claim SET overdue = TRUE, started_at = claimed_at, complete_by = claimed_at"
            + " WHERE id = ?",
        Street.id(active.get(2)));
    assertThat(claims(own + "&overdue=true")).containsExactly(active.get(2));
    refused(get(OPERATOR, "/desk/claims?state=COMPLETED&overdue=true"), "VALIDATION_FAILED");
    assertThat(
            ok(get(Tokens.operator("other", Street.OTHER_STREET), "/desk/claims?" + own))
                .<List<Object>>path("items"))
        .isEmpty();
    assertThat(claims(own + "&division=" + Street.NEIGHBOUR)).isEmpty();
    assertThat(ok(get(OPERATOR, "/desk/claims?" + own)).asString()).doesNotContain(PHONE, NAME);
  }

  private static Map<String, Object> item(String wish, Map<String, Object> publication) {
    return map("wishId", wish, "publication", publication);
  }

  @Test
  void invitationsOfADivision_areListedWithNames_newestFirst() {
    long organisation = street.organisation();
    String name = get(null, "/organisations/" + Id.text(organisation)).path("name");
    String wish = published(draft());
    String member =
        ok(
                OPERATOR,
                "/members",
                map("organisationId", Id.text(organisation), "kind", "IN_SERVICE", "name", "何小样"))
            .path("id");
    String first =
        ok(
                OPERATOR,
                "/wishes/" + wish + "/invitations",
                map("claimant", map("type", "ORGANISATION", "id", Id.text(organisation))))
            .path("item");
    String second =
        ok(
                OPERATOR,
                "/wishes/" + wish + "/invitations",
                map("claimant", map("type", "MEMBER", "id", member)))
            .path("item");
    ok(OPERATOR, "/invitations/" + first + "/withdraw", none());
    String list = "/desk/invitations?wish=" + wish;
    JsonPath found = ok(get(OPERATOR, list)).jsonPath();
    assertThat(found.getList("items.invitation.id")).containsExactly(second, first);
    assertThat(found.getList("items.wishTitle")).containsExactly("更换厕所扶手", "更换厕所扶手");
    assertThat(found.getList("items.wishState")).containsExactly("OPEN", "OPEN");
    assertThat(found.getString("items[1].claimantName")).isEqualTo(name);
    assertThat(found.getString("items[0].claimantName")).isEqualTo("何**");
    assertThat(found.getString("items[0].invitation.until")).isNotNull();
    assertThat(
            ok(get(Tokens.auditor("audit", Street.STREET), list + "&state=WITHDRAWN"))
                .<List<String>>path("items.invitation.id"))
        .containsExactly(first);
    assertThat(ok(get(OPERATOR, "/desk/invitations?limit=1")).<String>path("items[0].wishTitle"))
        .isNotNull();
    assertThat(
            ok(get(Tokens.operator("other", Street.OTHER_STREET), list))
                .<List<String>>path("items"))
        .isEmpty();
    refused(get(collector, list), "FORBIDDEN");
    refused(get(OPERATOR, "/desk/invitations?division=" + Street.ELSEWHERE), "VALIDATION_FAILED");
  }

  @Test
  void batchOfPublications_hasAResultForEach_andNothingTwice() {
    String first = submitted();
    String telling = submitted();
    String last = submitted();
    Map<String, Object> named = map("publicTitle", NAME + "需要扶手", "attested", true);
    Map<String, Object> batch =
        map(
            "items",
            List.of(
                item(first, publication()),
                item(telling, named),
                item("0000000000001", publication()),
                item(last, publication())));
    String key = key();
    Response done = ok(post(OPERATOR, "/wishes/publish-batch", batch, key));
    assertThat(done.<List<Integer>>path("items.index")).containsExactly(0, 1, 2, 3);
    assertThat(done.<String>path("items[0].receipt.state")).isEqualTo("OPEN");
    assertThat(done.<String>path("items[1].problem.code")).isEqualTo("PERSONAL_DATA_FOUND");
    assertThat(done.<String>path("items[2].problem.code")).isEqualTo("NOT_FOUND");
    assertThat(done.<String>path("items[3].receipt.state")).isEqualTo("OPEN");
    assertThat(done.<String>path("items[1].problem.errors[0].pointer")).isEqualTo("/publicTitle");
    assertThat(done.asString()).doesNotContain(NAME);
    String entry = done.path("items[0].receipt.ledger.entryId");
    assertThat(entry).isNotEqualTo(done.path("items[3].receipt.ledger.entryId"));

    ok(OPERATOR, "/wishes/" + telling + "/publish", publication());
    Response again = ok(post(OPERATOR, "/wishes/publish-batch", batch, key));
    assertThat(again.<String>path("items[0].receipt.ledger.entryId")).isEqualTo(entry);
    assertThat(again.<String>path("items[1].problem.code")).isEqualTo("WISH_STATE_CONFLICT");
    assertThat(
            street.number(
                "SELECT COUNT(*) FROM ledger_entry WHERE entry_type = 'WISH_PUBLISHED' AND"
                    + " aggregate_id IN ('%s', '%s', '%s')".formatted(first, telling, last)))
        .isEqualTo(3);
    Map<String, Object> other = map("items", List.of(item(last, publication())));
    refused(post(OPERATOR, "/wishes/publish-batch", other, key), "IDEMPOTENCY_KEY_REUSED");
    refused(
        post(
            OPERATOR,
            "/wishes/publish-batch",
            map("items", Collections.nCopies(101, item(last, publication())))),
        "VALIDATION_FAILED");
    refused(collector, "/wishes/publish-batch", batch, "FORBIDDEN");
  }

  @Test
  void batchOfApprovals_declinesWhatNoLongerFits() {
    String wish = published(shared(1, "needsApproval", true));
    String other = published(shared(2, "needsApproval", true));
    List<String> pending =
        List.of(claim(member(), wish), claim(member(), wish), claim(member(), other));
    Response done = ok(OPERATOR, "/claims/approve-batch", map("claims", pending));
    assertThat(done.<String>path("items[0].receipt.claim.state")).isEqualTo("ACTIVE");
    assertThat(done.<String>path("items[2].receipt.claim.state")).isEqualTo("ACTIVE");
    assertThat(done.<String>path("items[1].problem.code")).isEqualTo("WISH_STATE_CONFLICT");
  }

  @Test
  void reads_waitForTheCallersEntry() {
    String token = Tokens.operator("desk-own", Street.STREET);
    for (int i = 0; i < 5; i++) {
      String wish = submitted();
      Response receipt = ok(token, "/wishes/" + wish + "/publish", publication());
      String entry = receipt.path("ledger.entryId");
      Response figures =
          ok(get(null, "/statistics/overview?division=" + Street.COMMUNITY + "&after=" + entry));
      LedgerProbe.awaitIntegrated();
      int leaf =
          Integer.parseInt(
              street
                  .column("SELECT leaf_index FROM ledger_leaf WHERE entry_id = " + Street.id(entry))
                  .getFirst());
      assertThat(figures.<Integer>path("asOf.treeSize")).isGreaterThan(leaf);
      Response wall =
          ok(get(null, "/wishes?limit=1&division=" + Street.COMMUNITY + "&after=" + entry));
      assertThat(wall.<List<String>>path("items.id")).containsExactly(wish);
      assertThat(Integer.parseInt(wall.header("Ledger-Tree-Size"))).isGreaterThan(leaf);
      Response report = ok(get(token, "/statistics/report?by=CATEGORY&after=" + entry));
      assertThat(report.<Integer>path("asOf.treeSize")).isGreaterThan(leaf);
    }
    // With an unknown entry id, the read does not wait.
    ok(get(null, "/statistics/times?after=0000000000001"));
    refused(get(null, "/statistics/times?after=x"), "VALIDATION_FAILED");
  }
}
