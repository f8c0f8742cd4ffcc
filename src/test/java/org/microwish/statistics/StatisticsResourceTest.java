package org.microwish.statistics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.microwish.caller.Caller;
import org.microwish.ledger.Ledger;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.party.CheckInDraft;
import org.microwish.party.CheckIns;
import org.microwish.party.DivisionDraft;
import org.microwish.party.Divisions;
import org.microwish.party.MemberCommands;
import org.microwish.party.MemberDraft;
import org.microwish.party.MemberKind;
import org.microwish.party.Members;
import org.microwish.party.OrganisationDraft;
import org.microwish.party.OrganisationKind;
import org.microwish.party.Organisations;
import org.microwish.party.PartyType;
import org.microwish.party.Sector;
import org.microwish.platform.Confidential;
import org.microwish.platform.Id;
import org.microwish.platform.Ids;
import org.microwish.platform.sql.Transactions;
import org.microwish.privacy.Pseudonyms;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Leaves;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/** Tests the statistics API with a street whose whole history this test writes. */
@Tag("database")
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatisticsResourceTest {

  private static final String STREET = "460105998";
  private static final String STREET_CODE = "460105998000";
  private static final String FIRST = "460105998001";
  private static final String SECOND = "460105998002";
  private static final String BASE = "/api/v1/statistics/";
  private static final YearMonth FEBRUARY = YearMonth.of(2022, 2);

  @Inject Divisions divisions;
  @Inject Organisations organisations;
  @Inject Members members;
  @Inject MemberCommands memberCommands;
  @Inject CheckIns checkIns;
  @Inject Ledger ledger;
  @Inject Pseudonyms pseudonyms;
  @Inject Ids ids;
  @Inject Transactions transactions;
  @Inject StatisticsProgress progress;
  @Inject LeaderboardSweep sweep;

  private Leaves leaves;
  private String branch;
  private String committee;
  private String shown;
  private String hidden;
  private String lateWish;

  @BeforeAll
  void liveInTheStreet() {
    leaves = new Leaves(ids::next);
    leaves.recordedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    transactions.run(
        () -> {
          divisions.recordAll(
              Caller.SYSTEM,
              List.of(
                  new DivisionDraft("460000000000", "海南省", 2021),
                  new DivisionDraft("460100000000", "海口市", 2021),
                  new DivisionDraft("460105000000", "秀英区", 2021),
                  new DivisionDraft(STREET_CODE, "统计街道", 2021),
                  new DivisionDraft(FIRST, "统计一社区", 2021),
                  new DivisionDraft(SECOND, "统计二社区", 2021),
                  new DivisionDraft(FIRST + "G01", "统计一社区一网格", 2021)),
              null);
        });
    long branchId = organisation("统计街道第一党支部");
    long committeeId = organisation("统计街道党工委");
    branch = Id.text(branchId);
    committee = Id.text(committeeId);
    long shownId = member(branchId, "陈志强", true);
    long hiddenId = member(branchId, "李不露", false);
    transactions.run(
        () -> {
          shown = pseudonyms.ofMember(shownId);
          hidden = pseudonyms.ofMember(hiddenId);
          checkIns.record(
              Caller.SYSTEM,
              new CheckInDraft(PartyType.ORGANISATION, new Id(branchId), FIRST, null));
          checkIns.record(
              Caller.SYSTEM, new CheckInDraft(PartyType.MEMBER, new Id(shownId), FIRST, null));
        });
    String wish = Id.text(ids.next());
    String project = Id.text(ids.next());
    String other = Id.text(ids.next());
    lateWish = Id.text(ids.next());
    leaves
        .published(wish, CountedKind.WISH, FIRST, "2022-01-31T10:00")
        .claimed(wish, "c1", branch, "2022-02-01T10:00", shown, hidden)
        .confirmed(wish, "2022-02-10T10:00", 5, "SELF", "c1")
        .wish(
            project,
            EntryType.WISH_CREATED,
            "2022-02-01T09:00",
            "DRAFT",
            Map.of(
                "wish",
                Leaves.with(Leaves.described(CountedKind.PROJECT, FIRST), "budgetFen", 350_000L)))
        .wish(project, EntryType.WISH_PUBLISHED, "2022-02-01T09:00", "OPEN", Map.of("round", 1))
        .claimedBy(project, "c2", committee, "2022-02-03T09:00", shown)
        .wish(
            project,
            EntryType.CLAIM_PLEDGED,
            "2022-02-04T09:00",
            null,
            Map.of("claim", Map.of("id", "c2")),
            Leaves.move("FUNDING", "COMMITTED", "c2", 300_050))
        .wish(
            project,
            EntryType.CLAIM_PARTLY_DELIVERED,
            "2022-03-04T09:00",
            null,
            Map.of("claim", Map.of("id", "c2")),
            Leaves.move("COMMITTED", "SPENT", "c2", 100_050))
        .published(other, CountedKind.WISH, SECOND, "2022-03-01T10:00")
        .published(lateWish, CountedKind.WISH, SECOND, "2022-02-15T10:00");
    append(0);
  }

  private long organisation(String name) {
    return transactions.call(
        () ->
            organisations
                .record(
                    Caller.SYSTEM,
                    new OrganisationDraft(
                        name,
                        OrganisationKind.BRANCH,
                        Sector.GOVERNMENT,
                        null,
                        null,
                        STREET_CODE,
                        null))
                .id());
  }

  private long member(long organisation, String name, boolean showsName) {
    return transactions.call(
        () ->
            memberCommands
                .record(
                    Caller.SYSTEM,
                    new MemberDraft(
                        new Id(organisation),
                        MemberKind.IN_SERVICE,
                        new Confidential(name),
                        null,
                        FIRST,
                        null,
                        null,
                        showsName,
                        null,
                        null))
                .id());
  }

  private void append(int from) {
    transactions.run(
        () ->
            leaves
                .drafts
                .subList(from, leaves.drafts.size())
                .forEach(draft -> ledger.append(draft)));
    assertThat(progress.awaitCaughtUp(Duration.ofSeconds(20))).isTrue();
  }

  private static ValidatableResponse get(String path) {
    return given().get(BASE + path).then();
  }

  @Test
  @Order(0) // First, because its answer becomes the contract's example.
  void overview_countsTheStreet() {
    get("overview?division=" + STREET_CODE)
        .statusCode(200)
        .body("asOf.treeSize", greaterThan(0))
        .body("asOf.recordedAt", notNullValue())
        .body(
            "wishes",
            equalTo(
                Map.of(
                    "published", 3,
                    "claimed", 1,
                    "fulfilled", 1,
                    // Two members take part, too few to be shown.
                    "claimingOrganisations", 0)))
        .body(
            "projects",
            equalTo(
                Map.ofEntries(
                    Map.entry("published", 1),
                    Map.entry("claimed", 1),
                    Map.entry("fulfilled", 0),
                    Map.entry("claimingOrganisations", 1),
                    Map.entry("budget", "3500.00"),
                    Map.entry("funding", "3000.50"),
                    Map.entry("committed", "2000.00"),
                    Map.entry("spent", "1000.50"),
                    Map.entry("returned", "0.00"))))
        .body("checkIns", equalTo(Map.of("organisations", 1)));
  }

  @Test
  @Order(1)
  void overview_isFilteredByDivisionDaysAndKind() {
    get("overview?division=" + STREET + "&kind=WISH&from=2022-02-01&to=2022-02-28")
        .statusCode(200)
        .body("wishes.published", equalTo(1))
        .body("$", not(hasKey("projects")))
        .body("checkIns", equalTo(Map.of("organisations", 0)));
    get("overview?division=" + SECOND + "&kind=PROJECT")
        .statusCode(200)
        .body("projects.published", equalTo(0))
        .body("projects.budget", equalTo("0.00"))
        .body("$", not(hasKey("wishes")));
    get("overview").statusCode(200).body("wishes.published", greaterThan(2));
  }

  @Test
  @Order(1)
  void breakdown_countsByDivisionCategoryChannelOrganisationAndMonth() {
    get("breakdown?by=division&division=" + STREET_CODE)
        .statusCode(200)
        .body("by", equalTo("division"))
        .body("items.key", contains(FIRST, SECOND))
        .body("items.name", contains("统计一社区", "统计二社区"))
        .body("items.wishes.published", contains(1, 2))
        .body("items[0].checkIns", not(hasKey("members")))
        .body("items[1].checkIns.members", anyOf(nullValue(), equalTo(0)));
    get("breakdown?by=division&level=STREET&division=" + STREET_CODE)
        .body("items.key", contains(STREET))
        .body("items[0].wishes.published", equalTo(3));
    get("breakdown?by=category&division=" + STREET_CODE)
        .body("items.key", contains("SERVICE"))
        .body("items[0]", not(hasKey("checkIns")))
        .body("items[0]", not(hasKey("name")));
    get("breakdown?by=channel&kind=WISH&division=" + STREET_CODE)
        .body("items.key", contains("GRID_WORKER"))
        .body("items[0]", not(hasKey("projects")));
    get("breakdown?by=organisation&division=" + STREET_CODE)
        .body("items.key", hasItem(committee))
        .body("items.find { it.key == '" + committee + "' }.name", equalTo("统计街道党工委"))
        .body("items.find { it.key == '" + committee + "' }.projects.spent", equalTo("1000.50"))
        .body("items.find { it.key == '" + branch + "' }.checkIns.organisations", equalTo(1));
    get("breakdown?by=month&to=2022-03-31&division=" + STREET_CODE)
        .body("items.key", contains("2022-01", "2022-02", "2022-03"))
        .body("items[2].projects.committed", equalTo("-1000.50"))
        .body("items[2].projects.spent", equalTo("1000.50"));
  }

  @Test
  @Order(1)
  void times_areInSeconds() {
    get("times?division=" + STREET_CODE)
        .statusCode(200)
        .body("wishes.toClaim.count", equalTo(1))
        .body("wishes.toClaim.medianSeconds", equalTo(86_400))
        .body("wishes.toFulfilment.p90Seconds", equalTo(864_000))
        .body("projects.toClaim.medianSeconds", equalTo(172_800))
        .body("projects.toFulfilment.count", equalTo(0))
        .body("projects.toFulfilment", not(hasKey("medianSeconds")));
  }

  @Test
  @Order(1)
  void satisfaction_separatesProxies() {
    get("satisfaction?division=" + STREET_CODE)
        .statusCode(200)
        .body("wishes.self", not(hasKey("rated")))
        .body("wishes.self", not(hasKey("stars")))
        .body("wishes.self", not(hasKey("mean")))
        .body("wishes.proxy", not(hasKey("mean")));
  }

  @Test
  @Order(1)
  void answer_hasAnETag_andIsNotSentAgain() {
    String url = BASE + "overview?division=" + STREET_CODE;
    String tag =
        given()
            .get(url)
            .then()
            .statusCode(200)
            .header("Cache-Control", "public, max-age=5")
            .extract()
            .header("ETag");
    given()
        .header("If-None-Match", tag)
        .get(url)
        .then()
        .statusCode(304)
        .header("ETag", tag.replace("W/", ""));
    given().header("If-None-Match", tag).get(url + "&kind=WISH").then().statusCode(200);
  }

  @ParameterizedTest(name = "{0}")
  @Order(1)
  @CsvSource(
      delimiter = ' ',
      value = {
        "overview?division=460105997000 division NOT_FOUND",
        "overview?division=46010 division INVALID_FORMAT",
        "overview?division=460105998001G01 division NOT_ALLOWED",
        "overview?kind=wish kind UNKNOWN_VALUE",
        "overview?from=2022-02-30 from INVALID_FORMAT",
        "overview?from=2022-02-02&to=2022-02-01 to WRONG_ORDER",
        "overview?from=2999-01-01 from IN_FUTURE",
        "overview?divisions=46 divisions UNKNOWN_FIELD",
        "breakdown by REQUIRED",
        "breakdown?by=colour by UNKNOWN_VALUE",
        "breakdown?by=month&level=STREET level NOT_ALLOWED",
        "breakdown?by=division&level=GRID level UNKNOWN_VALUE",
        "times?to=tomorrow to INVALID_FORMAT",
        "satisfaction?kind=GOODS kind UNKNOWN_VALUE",
        "leaderboard?month=2022-13 month INVALID_FORMAT",
        "leaderboard?month=2022-2 month INVALID_FORMAT",
        "leaderboard?month=2099-01 month IN_FUTURE",
        "leaderboard?division=abc division INVALID_FORMAT",
      })
  void invalidFilter_isNamed(String path, String parameter, String fault) {
    get(path)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("VALIDATION_FAILED"))
        .body("errors.find { it.parameter == '" + parameter + "' }.code", equalTo(fault));
  }

  @Test
  @Order(2)
  void leaderboard_isLiveBeforeFreezing_andShowsNamesOnlyWithConsent() {
    get("leaderboard?month=2022-02&division=" + STREET_CODE)
        .statusCode(200)
        .body("division", equalTo(STREET))
        .body("$", not(hasKey("frozen")))
        .body("$", not(hasKey("late")))
        .body("organisations.id", contains(branch, committee))
        .body("organisations.name", contains("统计街道第一党支部", "统计街道党工委"))
        .body("organisations.fulfilled", contains(1, 0))
        .body("organisations.participations", contains(2, 1))
        .body("members.rank", contains(1, 2))
        .body("members[0].name", equalTo("陈志强"))
        .body("members[0]", not(hasKey("pseudonym")))
        .body("members[0].participations", equalTo(2))
        .body("members[0].earliestFulfilmentAt", equalTo("2022-02-10T10:00:00+08:00"))
        .body("members[1].pseudonym", equalTo(hidden))
        .body("members[1]", not(hasKey("name")));
    get("leaderboard").statusCode(200).body("division", nullValue());
  }

  @Test
  @Order(3)
  void leaderboard_isNotFrozenBeforeTheDelay() throws SQLException {
    // The events of a month long ago were recorded today, and the delay counts from the recording.
    sweep.sweep(Instant.now().plus(Duration.ofDays(2)));
    assertThat(frozenEntries()).isZero();
  }

  @Test
  @Order(4)
  void concurrentSweeps_freezeEachLeaderboardOnce_andLateEventsStaySeparate() throws Exception {
    Instant due = Instant.now().plus(Duration.ofDays(4));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> rivals = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        rivals.add(threads.submit(() -> sweep.sweep(due)));
      }
      for (Future<Integer> rival : rivals) {
        rival.get();
      }
    }
    // January has no claim events; February has, in the street and in the first community.
    assertThat(frozenEntries()).isEqualTo(2);
    int from = leaves.drafts.size();
    leaves
        .claimed(lateWish, "c3", committee, "2022-02-16T10:00", hidden)
        .confirmed(lateWish, "2022-02-20T10:00", 4, "PROXY", "c3");
    append(from);
    get("leaderboard?month=2022-02&division=" + STREET_CODE)
        .statusCode(200)
        .body("frozen.treeSize", greaterThan(0))
        .body("frozen.entryId", notNullValue())
        .body("organisations.id", contains(branch, committee))
        .body("organisations.fulfilled", contains(1, 0))
        .body("members.participations", contains(2, 1))
        .body("late.organisations.id", contains(committee))
        .body("late.members.pseudonym", contains(hidden))
        .body("late.members.fulfilled", contains(1));
    get("leaderboard?month=2022-02&division=" + FIRST)
        .body("frozen", notNullValue())
        .body("late.members", hasSize(0));
    // For the second community the late events are the first ones, so its leaderboard is not frozen
    // yet.
    get("leaderboard?month=2022-02&division=" + SECOND)
        .body("$", not(hasKey("frozen")))
        .body("members.pseudonym", contains(hidden));
    sweep.sweep(due);
    assertThat(frozenEntries()).isEqualTo(3);
    sweep.sweep(due.plus(Duration.ofDays(400)));
    assertThat(frozenEntries()).isEqualTo(3);
  }

  private static long frozenEntries() throws SQLException {
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM ledger_entry WHERE aggregate_type = '"
                    + AggregateType.LEADERBOARD
                    + "' AND aggregate_id LIKE '"
                    + STREET
                    + "%:"
                    + FEBRUARY
                    + "'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  @Order(5)
  void rebuild_answersTheSame_andIsForAdministratorsOnly() {
    String url = BASE + "rebuilds";
    given().header("Idempotency-Key", UUID.randomUUID()).post(url).then().statusCode(401);
    given()
        .auth()
        .oauth2(Tokens.operator("desk", STREET_CODE))
        .header("Idempotency-Key", UUID.randomUUID())
        .post(url)
        .then()
        .statusCode(403);
    String administrator = Tokens.administrator("rebuilder");
    given()
        .auth()
        .oauth2(administrator)
        .post(url)
        .then()
        .statusCode(400)
        .body("code", equalTo("IDEMPOTENCY_KEY_REQUIRED"));

    String before = figures();
    String location =
        given()
            .auth()
            .oauth2(administrator)
            .header("Idempotency-Key", UUID.randomUUID())
            .post(url)
            .then()
            .statusCode(202)
            .body("state", equalTo("RUNNING"))
            .extract()
            .header("Location");
    Awaitility.await("the rebuild")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              assertThat(figures()).as("while it runs").isEqualTo(before);
              return given()
                  .auth()
                  .oauth2(administrator)
                  .get(location)
                  .then()
                  .statusCode(200)
                  .extract()
                  .path("state")
                  .equals("COMPLETED");
            });
    assertThat(figures()).isEqualTo(before);
    given()
        .auth()
        .oauth2(administrator)
        .get(url + "/" + Id.text(ids.next()))
        .then()
        .statusCode(404);
  }

  /**
   * Returns all statistics of the street without asOf, because other tests may append leaves
   * meanwhile.
   */
  private static String figures() {
    StringBuilder all = new StringBuilder();
    for (String path :
        List.of(
            "overview?",
            "breakdown?by=division&",
            "breakdown?by=organisation&",
            "breakdown?by=month&",
            "times?",
            "satisfaction?",
            "leaderboard?month=2022-02&")) {
      all.append(
          get(path + "division=" + STREET_CODE)
              .statusCode(200)
              .extract()
              .asString()
              .replaceFirst("\"asOf\":\\{[^}]*}", ""));
    }
    return all.toString();
  }
}
