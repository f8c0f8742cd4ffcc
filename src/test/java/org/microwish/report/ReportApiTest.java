package org.microwish.report;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.caller.Caller;
import org.microwish.caller.Role;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.LedgerTree;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Organisations;
import org.microwish.party.Sector;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.FrozenDuty;
import org.microwish.statistics.fold.Leaves;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.wish.WishApi;

/** Tests the reports of a street whose whole history this test writes, and of one real claim. */
@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportApiTest {

  private static final String STREET = "630105997000";
  private static final String FIRST = "630105997001";
  private static final String SECOND = "630105997002";
  private static final String BASE = "/api/v1/statistics/report";
  private static final String DESK = Tokens.operator("desk-report", STREET);

  @Inject Divisions divisions;
  @Inject Organisations organisations;
  @Inject Ledger ledger;
  @Inject Ids ids;
  @Inject Transactions transactions;
  @Inject StatisticsProgress progress;
  @Inject DutySweep sweep;
  @Inject Pseudonyms pseudonyms;
  @Inject PaperChecks checks;

  private String branch;
  private String idle;

  // A real wish, which a member fulfils today.
  private long organisation;
  private long member;
  private String wish;

  @BeforeAll
  void workInTheStreet() {
    transactions.run(
        () -> {
          divisions.recordAll(
              Caller.SYSTEM,
              List.of(
                  new DivisionDraft("630000000000", "青海省", 2021),
                  new DivisionDraft("630100000000", "西宁市", 2021),
                  new DivisionDraft("630105000000", "城北区", 2021),
                  new DivisionDraft(STREET, "报表街道", 2021),
                  new DivisionDraft(FIRST, "报表一社区", 2021),
                  new DivisionDraft(SECOND, "报表二社区", 2021),
                  new DivisionDraft(FIRST + "G01", "报表一社区一网格", 2021)),
              null);
        });
    branch = Id.text(organisation("报表街道第一党支部"));
    idle = Id.text(organisation("报表街道第二党支部"));
    Leaves leaves = new Leaves(ids::next);
    leaves.recordedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String done = Id.text(ids.next());
    String late = Id.text(ids.next());
    String waiting = Id.text(ids.next());
    received(leaves, done, "2023-02-27T09:00")
        .wish(done, EntryType.WISH_PUBLISHED, "2023-03-01T09:00", "OPEN", Map.of("round", 1))
        .claimed(done, "c1", branch, "2023-03-02T09:00", "m1")
        .confirmed(done, "2023-03-10T09:00", 5, "SELF", "c1");
    received(leaves, late, "2023-03-03T09:00")
        .wish(late, EntryType.WISH_PUBLISHED, "2023-03-04T09:00", "OPEN", Map.of("round", 1))
        .claimedBy(late, "c2", branch, "2023-03-05T09:00", "m1")
        .wish(
            late,
            EntryType.CLAIM_OVERDUE,
            "2023-03-20T09:00",
            null,
            Map.of("claim", Map.of("id", "c2")));
    received(leaves, waiting, "2023-03-30T09:00");
    transactions.run(() -> leaves.drafts.forEach(ledger::append));
  }

  private static Leaves received(Leaves leaves, String id, String at) {
    return leaves
        .wish(
            id,
            EntryType.WISH_CREATED,
            at,
            "DRAFT",
            Map.of("wish", Leaves.described(CountedKind.WISH, FIRST)))
        .wish(id, EntryType.WISH_SUBMITTED, at, "SUBMITTED", Map.of());
  }

  private long organisation(String name) {
    return transactions.call(
        () ->
            organisations
                .record(
                    Caller.SYSTEM,
                    new OrganisationDraft(
                        name, OrganisationKind.BRANCH, Sector.GOVERNMENT, null, null, STREET, null))
                .id());
  }

  /** Runs once; not in {@code @BeforeAll}, because the service's port is not known there yet. */
  @BeforeEach
  void fulfilARealWish() {
    if (wish != null) {
      return;
    }
    Street street = Street.here();
    organisation = street.organisation();
    member = street.member(organisation);
    String resident = Tokens.resident("resident-report-" + member);
    wish = WishApi.open(resident, WishApi.draft("channel", "SELF_SERVICE"));
    String claim = WishApi.claim(member(), wish, WishApi.pledge("30.00", "CASH"));
    WishApi.ok(member(), "/claims/" + claim + "/deliver", WishApi.delivery("20.00"));
    WishApi.ok(resident, "/wishes/" + wish + "/confirm", Map.of("rating", 5));
    assertThat(progress.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
  }

  private String member() {
    return Tokens.member("member-report-" + member, member);
  }

  private static ValidatableResponse get(String token, String path) {
    return given().auth().oauth2(token).get(path).then();
  }

  @Test
  void monthReport_hasAllLinesAndTheMonthBefore() {
    ValidatableResponse report =
        get(DESK, BASE + "?period=2023-03")
            .statusCode(200)
            .header("Cache-Control", equalTo("private, no-store"))
            .body("before", equalTo("2023-02"))
            .body("from", equalTo("2023-03-01"))
            .body("to", equalTo("2023-03-31"))
            .body("division", equalTo("630105997"))
            .body("name", equalTo("报表街道"))
            .body(
                "total.now",
                equalTo(
                    Map.ofEntries(
                        Map.entry("received", 2),
                        Map.entry("inReview", 1),
                        Map.entry("published", 2),
                        Map.entry("claimed", 2),
                        Map.entry("fulfilled", 1),
                        Map.entry("onTime", 1),
                        Map.entry("overdue", 1),
                        Map.entry("claimRate", 1.0f),
                        Map.entry("fulfilmentRate", 0.5f),
                        Map.entry("onTimeRate", 1.0f),
                        Map.entry("invitations", invitations(0, 0, 0, 0, 0, 0)))))
            .body("total.before.received", equalTo(1))
            .body("total.before.inReview", equalTo(1))
            .body("total.before", not(hasKey("claimRate")))
            .body("total.change.received", equalTo(1))
            .body("total.change.inReview", equalTo(0))
            .body(
                "sections.by",
                equalTo(
                    List.of(
                        "DIVISION", "KIND", "CATEGORY", "SUBCATEGORY", "CHANNEL", "ORGANISATION")));
    // There are also lines whose figures are all zero.
    report
        .body("sections[0].items.key", equalTo(List.of(FIRST, SECOND)))
        .body("sections[0].items.now.received", equalTo(List.of(2, 0)))
        .body("sections[1].items.key", equalTo(List.of("WISH", "PROJECT")))
        .body("sections[2].items.name", equalTo(List.of("物资帮扶", "便民服务", "公益发展")))
        .body("sections[2].items.now.received", equalTo(List.of(0, 2, 0)))
        .body("sections[4].items", hasSize(13))
        .body("sections[5].items.key", equalTo(List.of(idle, branch)))
        .body("sections[5].items.now.claimed", equalTo(List.of(0, 2)))
        .body("sections[5].items[1].now", not(hasKey("received")))
        .body("sections[5].items[1].now.overdue", equalTo(1));
    int size = report.extract().path("asOf.treeSize");
    String root = report.extract().path("rootHash");
    // The proof of any leaf in the tree of that size has the same root.
    given()
        .get("/api/v1/ledger/proofs/inclusion?leafIndex=0&treeSize=" + size)
        .then()
        .statusCode(200)
        .body("rootHash", equalTo(root));
  }

  private static Map<String, Integer> invitations(
      int sent, int offered, int accepted, int declined, int expired, int withdrawn) {
    return Map.of(
        "sent", sent,
        "offered", offered,
        "accepted", accepted,
        "declined", declined,
        "expired", expired,
        "withdrawn", withdrawn);
  }

  @Test
  void invitations_areCountedAsTheLedgerHasThem() {
    String desk = Tokens.operator("desk-report-invitations", Street.STREET);
    Street street = Street.here();
    long inviting = street.organisation();
    String open = WishApi.open(WishApi.COLLECTOR, WishApi.shared(5));
    String path = "/wishes/" + open + "/invitations";
    String withdrawn =
        WishApi.ok(desk, path, invited("MEMBER", street.member(inviting))).path("item");
    WishApi.ok(desk, path, invited("ORGANISATION", inviting));
    WishApi.claim(Tokens.steward("steward-report-" + inviting, inviting), open);
    WishApi.ok(desk, "/invitations/" + withdrawn + "/withdraw", Map.of());
    assertThat(progress.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
    Response report =
        given()
            .auth()
            .oauth2(desk)
            .get(BASE + "?by=DIVISION&period=" + LocalDate.now(Time.ZONE).getYear());
    // Other tests may have invited in the street, too.
    Map<String, Integer> all = invitationsInLeaves(street);
    assertThat(all).containsKeys("sent", "accepted", "withdrawn");
    Map<String, Integer> now = report.path("total.now.invitations");
    assertThat(now).containsAllEntriesOf(all);
    report.then().body("sections[0].items.now.invitations.sent.sum()", equalTo(now.get("sent")));
  }

  private static Map<String, Object> invited(String type, long id) {
    return Map.of("claimant", Map.of("type", type, "id", Id.text(id)));
  }

  /** Counts what the leaves of the street say about invitations, without the fold. */
  private static Map<String, Integer> invitationsInLeaves(Street street) {
    Map<String, Integer> counts = new HashMap<>();
    Set<String> sent = new HashSet<>();
    street
        .column(
            "SELECT payload FROM ledger_entry WHERE division_path LIKE '440199001%'"
                + " AND payload LIKE '%\"invitations\":%' ORDER BY entry_id")
        .stream()
        .map(JsonPath::new)
        .forEach(
            leaf -> {
              boolean offers = leaf.getString("type").equals("PLACE_OFFERED");
              Map<String, List<String>> moved = leaf.getMap("facts.invitations");
              moved.forEach(
                  (state, ids) -> {
                    for (String id : ids) {
                      if (state.equals("INVITED")) {
                        sent.add(id);
                        counts.merge(offers ? "offered" : "sent", 1, Integer::sum);
                      } else if (sent.contains(id)) {
                        counts.merge(state.toLowerCase(Locale.ROOT), 1, Integer::sum);
                      }
                    }
                  });
            });
    return counts;
  }

  @Test
  void quartersAndYears_haveALinePerMonth() {
    get(DESK, BASE + "?period=2023-Q1&by=MONTH&division=" + FIRST)
        .statusCode(200)
        .body("before", equalTo("2022-Q4"))
        .body("total.now.received", equalTo(3))
        .body("sections", hasSize(1))
        .body("sections[0].items.key", equalTo(List.of("2023-01", "2023-02", "2023-03")))
        .body("sections[0].items.now.received", equalTo(List.of(0, 1, 2)))
        .body("sections[0].items.before.received", equalTo(List.of(0, 0, 1)));
    get(DESK, BASE + "?period=2024&kind=WISH&level=STREET")
        .statusCode(200)
        .body("before", equalTo("2023"))
        .body("total.now.received", equalTo(0))
        .body("total.now.overdue", equalTo(1))
        .body("total.before.received", equalTo(3))
        .body("sections.find { it.by == 'MONTH' }.items", hasSize(12))
        .body("sections[0].items.key", equalTo(List.of("630105997")));
  }

  @ParameterizedTest
  @CsvSource({
    "period=2023-13, period, INVALID_FORMAT",
    "period=2023-Q5, period, INVALID_FORMAT",
    "period=2023-3, period, INVALID_FORMAT",
    "period=2098, period, IN_FUTURE",
    "by=WEATHER, by, UNKNOWN_VALUE",
    "period=2023-03&by=MONTH, by, NOT_ALLOWED",
    "division=1, division, INVALID_FORMAT",
    "division=630105997001G01, division, NOT_ALLOWED",
  })
  void faultyParameter_isNamed(String query, String name, String fault) {
    get(DESK, BASE + "?" + query)
        .statusCode(400)
        .body("code", equalTo("VALIDATION_FAILED"))
        .body("errors[0].parameter", equalTo(name))
        .body("errors[0].code", equalTo(fault));
  }

  @Test
  void reportIsForStaffOfTheDivision() {
    given().get(BASE).then().statusCode(401);
    get(Tokens.resident("resident-report"), BASE).statusCode(403);
    get(Tokens.operator("desk-elsewhere", FIRST), BASE + "?division=" + STREET).statusCode(403);
    get(Tokens.auditor("auditor-report", FIRST), BASE + "?period=2023-03")
        .body("total.now.received", equalTo(2));
    get(Tokens.administrator("administrator-report"), BASE + "?period=2023-03&by=KIND")
        .statusCode(200)
        .body("$", not(hasKey("division")));
  }

  @Test
  void spreadsheet_hasTheSameFiguresAndNamesTreeSizeAndRoot() throws IOException {
    Response file = given().auth().oauth2(DESK).get(BASE + "/spreadsheet?period=2023-03");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.header("Content-Disposition")).contains("report-2023-03.xlsx");
    Map<String, List<List<String>>> book = read(file.asByteArray());
    assertThat(book.keySet()).containsExactly("说明", "按区划", "按心愿类型", "按类别", "按子类别", "按征集渠道", "按党组织");
    Map<String, String> about = new java.util.HashMap<>();
    book.get("说明").forEach(row -> about.put(row.get(0), row.get(1)));
    assertThat(about)
        .containsEntry("期间", "2023-03（2023-03-01 至 2023-03-31）")
        .containsEntry("上期", "2023-02")
        .containsEntry("区划", "报表街道");
    given()
        .get("/api/v1/ledger/proofs/inclusion?leafIndex=0&treeSize=" + about.get("台账条目数"))
        .then()
        .body("rootHash", equalTo(about.get("根哈希")));
    List<List<String>> places = book.get("按区划");
    assertThat(places.get(0).subList(0, 5)).containsExactly("编码", "名称", "收到", "收到（上期）", "收到（增减）");
    assertThat(places.get(1).subList(0, 5)).containsExactly(FIRST, "报表一社区", "2", "1", "1");
    assertThat(places.get(2).subList(0, 5)).containsExactly(SECOND, "报表二社区", "0", "0", "0");
    assertThat(places.get(3).get(1)).isEqualTo("合计");
  }

  private static Map<String, List<List<String>>> read(byte[] file) throws IOException {
    Map<String, List<List<String>>> found = new java.util.LinkedHashMap<>();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      for (Sheet sheet : book.getSheets().toList()) {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : sheet.read()) {
          List<String> cells = new ArrayList<>();
          for (Cell cell : row) {
            cells.add(cell == null ? null : cell.getRawValue());
          }
          rows.add(cells);
        }
        found.put(sheet.getName(), rows);
      }
    }
    return found;
  }

  @Test
  void statement_countsTheYearAndNamesTheEntries() {
    int year = LocalDate.now(Time.ZONE).getYear();
    String path = "/api/v1/organisations/" + Id.text(organisation) + "/statement";
    String steward = Tokens.steward("steward-report", organisation);
    get(steward, path)
        .statusCode(200)
        .body("year", equalTo(year))
        .body("name", equalTo("支部" + organisation))
        .body("total.claimed", equalTo(1))
        .body("total.fulfilled", equalTo(1))
        .body("total.onTime", equalTo(1))
        .body("total.people", equalTo(1))
        .body("total.participations", equalTo(1))
        .body("total.spent", equalTo("20.00"))
        .body("before.claimed", equalTo(0))
        .body("overdue", equalTo(0))
        .body("months", hasSize(12))
        .body("months.total.claimed", hasItems(0, 1))
        .body("wishes.wishId", equalTo(List.of(wish)))
        .body("wishes[0].title", equalTo("更换厕所扶手"));
    Street street = Street.here();
    street.update("UPDATE wish SET off_wall = TRUE WHERE id = ?", Street.id(wish));
    get(steward, path).body("wishes[0].title", nullValue());
    street.update("UPDATE wish SET off_wall = FALSE WHERE id = ?", Street.id(wish));
    get(steward, path + "?year=" + (year - 1)).body("wishes", hasSize(0));
    get(steward, path + "?year=2023-01")
        .statusCode(400)
        .body("errors[0].parameter", equalTo("year"));
    get(steward, "/api/v1/organisations/" + branch + "/statement").statusCode(403);
    get(steward, "/api/v1/organisations/0D1RZQ4J8M3TB/statement").statusCode(404);
    get(WishApi.OPERATOR, path).statusCode(200);
    get(DESK, path).statusCode(403);
  }

  @Test
  void statementSpreadsheet_hasTheSameFigures() throws IOException {
    Response file =
        given()
            .auth()
            .oauth2(Tokens.steward("steward-report", organisation))
            .get("/api/v1/organisations/" + Id.text(organisation) + "/statement/spreadsheet");
    assertThat(file.statusCode()).isEqualTo(200);
    Map<String, List<List<String>>> book = read(file.asByteArray());
    assertThat(book.keySet()).containsExactly("说明", "按月份", "心愿");
    List<String> whole = book.get("按月份").get(13);
    assertThat(whole.subList(0, 4)).containsExactly("全年", "1", "1", "1");
    assertThat(book.get("心愿").get(1)).contains(wish, "更换厕所扶手", "是");
  }

  @Test
  void totalsAndCertificate_canBeCheckedAgainstTheLedger() {
    get(member(), "/api/v1/me/totals")
        .statusCode(200)
        .body("inPeriod.fulfilled", equalTo(1))
        .body("inPeriod.spent", equalTo("20.00"))
        .body("ever.claimed", equalTo(1))
        .body("open", equalTo(0))
        .body("overdue", equalTo(0));
    Response certificate =
        Awaitility.await()
            .until(
                () -> given().auth().oauth2(member()).get("/api/v1/me/certificate"),
                response -> response.statusCode() == 200);
    assertThat(certificate.<Integer>path("fulfilled")).isEqualTo(1);
    String pseudonym = certificate.path("pseudonym");
    Checkpoint checkpoint =
        Checkpoint.parse(SignedNote.parse(certificate.path("checkpoint")).text());
    assertThat(checkpoint.root().hex()).isEqualTo(certificate.path("rootHash"));
    assertThat(entry(certificate.path("wishes[0].joined.entryId")))
        .contains("CLAIM_REQUESTED", pseudonym);
    assertThat(entry(certificate.path("wishes[0].fulfilled.entryId"))).contains("WISH_CONFIRMED");
    int leaf = certificate.path("wishes[0].fulfilled.leafIndex");
    given()
        .get(
            "/api/v1/ledger/proofs/inclusion?leafIndex=%d&treeSize=%d"
                .formatted(leaf, checkpoint.size()))
        .then()
        .body("leafHash", equalTo(certificate.<String>path("wishes[0].fulfilled.leafHash")))
        .body("rootHash", equalTo(checkpoint.root().hex()));
    assertThat(certificate.<String>path("check"))
        .contains("/check#k=c&m=" + pseudonym + "&p=", "&w=" + Integer.toString(leaf, 36));
    get(member(), "/api/v1/me/certificate?period=2023").body("wishes", hasSize(0));
    Response page = given().auth().oauth2(member()).get("/api/v1/me/certificate/page");
    assertThat(page.contentType()).startsWith("text/html");
    assertThat(page.asString()).contains("微心愿服务证明", "更换厕所扶手", pseudonym);
    get(WishApi.OPERATOR, "/api/v1/me/totals").statusCode(403);
    get(Tokens.of(new Caller("no-member", Role.MEMBER, null, null, null)), "/api/v1/me/certificate")
        .statusCode(403);
  }

  @Test
  void codeOfACertificate_isLeftOut_whereNoPhoneCouldReadIt() {
    LedgerTree.Signed tree = new LedgerTree.Signed("", 5, "00".repeat(32));
    ReportPeriod year = ReportPeriod.fromString("2023");
    List<Long> more = Collections.nCopies(PaperChecks.MOST_WISHES + 1, 4L);
    assertThat(checks.certificate(member, "0", year, more, tree, null)).isNull();
  }

  @Test
  void duties_countTheFulfilledWishesOfCheckedInMembers() throws IOException {
    Street street = Street.here();
    long idler = street.member(organisation);
    street.member(organisation);
    for (long each : List.of(member, idler)) {
      street.update(
          "INSERT INTO check_in (id, version, subject_type, subject_id, organisation_id,"
              + " division_path, live_key, checked_in_at, created_at) VALUES (?, 1, 'MEMBER', ?, ?,"
              + " ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
          ids.next(),
          each,
          organisation,
          Street.COMMUNITY,
          "MEMBER:" + each + ":" + Street.COMMUNITY);
    }
    get(member(), "/api/v1/me/duties")
        .statusCode(200)
        .body("checkedIn", equalTo(true))
        .body("owed", equalTo(1))
        .body("done", equalTo(1))
        .body("met", equalTo(true))
        .body("services[0].wishId", equalTo(wish));
    get(member(), "/api/v1/me/duties?period=2023-Q1")
        .body("checkedIn", equalTo(false))
        .body("owed", equalTo(0))
        .body("done", equalTo(0));
    get(member(), "/api/v1/me/duties?period=2023").statusCode(400);
    String duties = "/api/v1/organisations/" + Id.text(organisation) + "/duties";
    String steward = Tokens.steward("steward-duties", organisation);
    get(steward, duties)
        .statusCode(200)
        .body("members", equalTo(2))
        .body("met", equalTo(1))
        .body("lines.find { it.memberId == '" + Id.text(member) + "' }.done", equalTo(1))
        .body("lines.find { it.memberId == '" + Id.text(idler) + "' }.met", equalTo(false));
    get(steward, duties + "?period=2023-Q1").body("members", equalTo(0));
    get(Tokens.steward("steward-other", organisation + 1), duties).statusCode(403);
    byte[] workbook =
        given().auth().oauth2(steward).get(duties + "/spreadsheet").then().extract().asByteArray();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
      assertThat(book.findSheet("双报到服务").orElseThrow().read()).hasSize(3);
    }
    assertThat(given().auth().oauth2(steward).get(duties + "/page").asString())
        .contains("双报到服务情况", "报到党员 2 人，其中 1 人完成服务");
  }

  /** Writes the leaves of a wish that was fulfilled on that day with this member's help. */
  private void helped(String pseudonym, String day) {
    String id = Id.text(ids.next());
    Leaves leaves = new Leaves(ids::next);
    leaves.recordedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    leaves
        .wish(
            id,
            EntryType.WISH_CREATED,
            day + "T08:00",
            "DRAFT",
            Map.of("wish", Leaves.described(CountedKind.WISH, Street.COMMUNITY)))
        .wish(id, EntryType.WISH_SUBMITTED, day + "T08:10", "SUBMITTED", Map.of())
        .wish(id, EntryType.WISH_PUBLISHED, day + "T08:20", "OPEN", Map.of("round", 1))
        .claimed(id, "c" + id, branch, day + "T09:00", pseudonym)
        .confirmed(id, day + "T10:00", 5, "SELF", "c" + id);
    transactions.run(() -> leaves.drafts.forEach(ledger::append));
    assertThat(progress.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
  }

  private void wasCheckedIn(long who, String since, String until) {
    Street.here()
        .update(
            "INSERT INTO check_in (id, version, subject_type, subject_id, organisation_id,"
                + " division_path, checked_in_at, revoked_at, created_at) VALUES (?, 2, 'MEMBER',"
                + " ?, ?, ?, ?, ?, UTC_TIMESTAMP(6))",
            ids.next(),
            who,
            organisation,
            Street.COMMUNITY,
            since,
            until);
  }

  private static List<String> frozen(String quarter, String pseudonym) {
    return Street.here()
        .column(
            "SELECT entry_id FROM ledger_entry WHERE aggregate_type = 'DUTY' AND aggregate_id = '"
                + FrozenDuty.id(quarter, pseudonym)
                + "'");
  }

  @Test
  void aQuartersDuties_areFrozenOnce_andNoLaterEntryChangesThem() throws Exception {
    ReportPeriod quarter = ReportPeriod.fromString("2021-Q2");
    long worker = Street.here().member(organisation);
    String token = Tokens.member("member-frozen-" + worker, worker);
    wasCheckedIn(worker, "2021-05-01 00:00:00", "2021-06-01 00:00:00");
    String pseudonym = transactions.call(() -> pseudonyms.ofMember(worker));
    helped(pseudonym, "2021-05-10");
    String path = "/api/v1/me/duties/2021-Q2";
    get(token, path).statusCode(404);
    try (ExecutorService instances = Executors.newFixedThreadPool(3)) {
      Callable<Integer> one = () -> sweep.freeze(quarter);
      instances.invokeAll(Collections.nCopies(3, one));
    }
    assertThat(frozen("2021-Q2", pseudonym)).hasSize(1);
    Awaitility.await().until(() -> get(token, path).extract().statusCode() == 200);
    helped(pseudonym, "2021-05-20");
    assertThat(sweep.freeze(quarter)).isZero();
    get(token, "/api/v1/me/duties?period=2021-Q2").body("done", equalTo(2));
    get(token, path)
        .statusCode(200)
        .body("pseudonym", equalTo(pseudonym))
        .body("owed", equalTo(1))
        .body("done", equalTo(1))
        .body("met", equalTo(true))
        .body(
            "entry.entryId",
            equalTo(Id.text(Long.parseLong(frozen("2021-Q2", pseudonym).getFirst()))));
    get(
            Tokens.steward("steward-frozen", organisation),
            "/api/v1/organisations/" + Id.text(organisation) + "/duties?period=2021-Q2")
        .body("lines.find { it.memberId == '" + Id.text(worker) + "' }.done", equalTo(1))
        .body(
            "lines.find { it.memberId == '" + Id.text(worker) + "' }.frozenBy",
            equalTo(Id.text(Long.parseLong(frozen("2021-Q2", pseudonym).getFirst()))));
    // An erased member is left out, and gets no new pseudonym.
    Street.here().update("UPDATE member SET erased_at = UTC_TIMESTAMP(6) WHERE id = ?", worker);
    get(
            Tokens.steward("steward-frozen", organisation),
            "/api/v1/organisations/" + Id.text(organisation) + "/duties?period=2021-Q2")
        .body("lines.memberId", not(hasItem(Id.text(worker))));
    Street.here().update("UPDATE member SET erased_at = NULL WHERE id = ?", worker);
    byte[] workbook =
        given().auth().oauth2(token).get(path + "/spreadsheet").then().extract().asByteArray();
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(workbook))) {
      assertThat(book.findSheet("双报到服务").orElseThrow().read()).hasSize(14);
    }
    assertThat(given().auth().oauth2(token).get(path + "/page").asString())
        .contains("双报到服务证明", pseudonym, "固定之后的登记和更正不改变本记录");
    get(token, "/api/v1/me/duties/2021").statusCode(400);
    get(member(), path).statusCode(404);
  }

  @Test
  void freezing_goesOnWhereItWasInterrupted_andLeavesTheCurrentQuarterAlone() {
    Street street = Street.here();
    List<Long> three = street.members(organisation, Street.COMMUNITY, 3);
    three.forEach(each -> wasCheckedIn(each, "2021-01-10 00:00:00", "2021-02-01 00:00:00"));
    street.update(
        "INSERT INTO duty_quarter (quarter, last_member) VALUES ('2021-Q1', ?)", three.get(1));
    sweep.freeze(ReportPeriod.fromString("2021-Q1"));
    Map<Long, String> known = transactions.call(() -> pseudonyms.ofMembers(three));
    assertThat(three)
        .extracting(each -> frozen("2021-Q1", known.get(each)).size())
        .containsExactly(0, 0, 1);
    Instant now = Instant.now();
    ReportPeriod current = ReportPeriod.ofQuarter(LocalDate.ofInstant(now, Time.ZONE));
    assertThat(sweep.due(current.end().plus(Duration.ofDays(9)))).doesNotContain(current);
    assertThat(sweep.due(current.end().plus(Duration.ofDays(10)))).contains(current);
  }

  private static String entry(String id) {
    return given().get("/api/v1/ledger/entries/" + id).asString();
  }
}
