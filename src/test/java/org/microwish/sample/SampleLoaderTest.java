package org.microwish.sample;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.microwish.sample.SampleLoader.Outcome;
import org.microwish.sample.SampleLoader.Progress;
import org.microwish.statistics.RebuildStatistics;
import org.microwish.statistics.StatisticsProgress;
import org.microwish.statistics.fold.CheckInCounts;
import org.microwish.statistics.fold.GroupCounts;
import org.microwish.statistics.fold.MoneyFen;
import org.microwish.statistics.fold.Overview;
import org.microwish.wish.lifecycle.WishState;

/**
 * Runs one load from the first batch to the last, with a stop, a failure and a concurrent loader on
 * the way, and then checks what the service answers.
 */
@Tag("database")
@QuarkusTest
@TestProfile(SampleDatabase.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleLoaderTest {

  private static final SampleStreet STREET = SampleStreet.read();

  /** One entry per line. */
  private static final int ENTRIES =
      STREET.subcategories().size()
          + STREET.divisions().size()
          + STREET.organisations().size()
          + STREET.members().size()
          + STREET.checkIns().size()
          + STREET.revocations().size()
          + STREET.wishes().size()
          + STREET.current().size()
          + STREET.groups().size();

  /** Number of progress reports before the stop: in the middle of the members. */
  private static final int CUT_OFF = 10;

  @Inject SampleLoader loader;
  @Inject LoadSample command;
  @Inject StatisticsProgress statistics;
  @Inject RebuildStatistics rebuild;
  @Inject DataSource database;

  @Test
  @Order(1)
  void load_stopsBetweenBatchesOnRequest() throws SQLException {
    List<Progress> seen = new ArrayList<>();
    assertThat(loader.load(seen::add, () -> seen.size() >= CUT_OFF)).isEqualTo(Outcome.STOPPED);
    assertThat(seen.getLast().of()).isEqualTo(ENTRIES);
    assertThat(seen.getLast().entries()).isLessThan(ENTRIES / 2);
    assertThat(number("SELECT SUM(entries) FROM sample_batch")).isEqualTo(seen.getLast().entries());
    assertThat(number("SELECT COUNT(*) FROM ledger_entry")).isEqualTo(seen.getLast().entries());
  }

  @Test
  @Order(2)
  void failedBatch_writesNothing() throws SQLException {
    SampleStreet.Step claim =
        STREET.wishes().stream()
            .filter(step -> step.command() == SampleStreet.Command.CLAIM)
            .findFirst()
            .orElseThrow();
    String claimant = claim.by().substring("sample-member-".length());
    assertThatThrownBy(
            () ->
                loader.load(
                    progress -> forget(claimant), // no-op until the member's row exists
                    () -> false))
        .isInstanceOf(RuntimeException.class);
    assertThat(number("SELECT COUNT(*) FROM ledger_entry"))
        .isEqualTo(number("SELECT SUM(entries) FROM sample_batch"));
    assertThat(
            number("SELECT COUNT(*) FROM sample_batch WHERE name = 'wishes " + claim.wish() + "'"))
        .isZero();
    assertThat(number("SELECT COUNT(*) FROM wish"))
        .isEqualTo(number("SELECT COUNT(*) FROM sample_batch WHERE name LIKE 'wishes %'"));
    execute("UPDATE sample_row SET id = -id WHERE id < 0");
  }

  private void forget(String key) {
    try {
      execute("UPDATE sample_row SET id = -id WHERE id > 0 AND row_key = '" + key + "'");
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  @Order(3)
  void loadOfAnotherRelease_isNotContinued() throws SQLException {
    execute("UPDATE sample_load SET fingerprint = '" + "0".repeat(64) + "'");
    long entries = number("SELECT COUNT(*) FROM ledger_entry");
    assertThat(loader.load(progress -> {}, () -> false)).isEqualTo(Outcome.OTHER_RELEASE);
    assertThat(number("SELECT COUNT(*) FROM ledger_entry")).isEqualTo(entries);
    execute("UPDATE sample_load SET fingerprint = '" + STREET.fingerprint() + "'");
  }

  @Test
  @Order(4)
  void concurrentLoads_continueTheStoppedLoad() throws Exception {
    AtomicInteger steps = new AtomicInteger();
    Callable<Outcome> load = () -> loader.load(progress -> steps.incrementAndGet(), () -> false);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Outcome> one = threads.submit(load);
      Future<Outcome> other = threads.submit(load);
      assertThat(List.of(one.get(), other.get())).containsOnly(Outcome.LOADED);
    }
    assertThat(steps.get()).isPositive();
  }

  @Test
  @Order(5)
  void everyLine_isRecordedOnce() throws SQLException {
    long wishes = STREET.wishes().stream().map(SampleStreet.Step::wish).distinct().count();
    long current = STREET.current().stream().map(SampleStreet.Step::wish).distinct().count();
    assertThat(number("SELECT COUNT(*) FROM division")).isEqualTo(STREET.divisions().size());
    assertThat(number("SELECT COUNT(*) FROM organisation"))
        .isEqualTo(STREET.organisations().size());
    assertThat(number("SELECT COUNT(*) FROM member")).isEqualTo(STREET.members().size());
    assertThat(number("SELECT COUNT(*) FROM check_in")).isEqualTo(STREET.checkIns().size());
    String inStreet = "SELECT COUNT(*) FROM wish WHERE sample AND division_path LIKE '%s%%'";
    assertThat(number(inStreet.formatted(SampleStreet.STREET_PATH) + " AND state = 'ARCHIVED'"))
        .isEqualTo(wishes);
    assertThat(number(inStreet.formatted(SampleStreet.LAKE_PATH))).isEqualTo(current);
    long groups = STREET.groups().stream().map(SampleStreet.GroupStep::group).distinct().count();
    assertThat(number("SELECT COUNT(*) FROM people_group WHERE sample")).isEqualTo(groups);
    assertThat(number("SELECT COUNT(*) FROM sample_row"))
        .isEqualTo(
            STREET.organisations().size()
                + STREET.members().size()
                + STREET.checkIns().size()
                + wishes
                + current
                + groups);
    assertThat(number("SELECT COUNT(*) FROM ledger_entry")).isEqualTo(ENTRIES);
    assertThat(number("SELECT COUNT(*) FROM ledger_entry WHERE occurred_at > '2022-04-01'"))
        .isEqualTo(STREET.current().size());
  }

  @Test
  @Order(6)
  void aSecondLoadIsRefused() throws SQLException {
    assertThat(loader.load(progress -> {}, () -> false)).isEqualTo(Outcome.ALREADY_LOADED);
    assertThat(command.run(List.of())).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM ledger_entry")).isEqualTo(ENTRIES);
  }

  @Test
  @Order(7)
  void theStatisticsHoldThePublishedFigures() {
    assertThat(statistics.awaitCaughtUp(Duration.ofMinutes(1))).isTrue();
    assertThat(statistics.treeSize()).isEqualTo(ENTRIES);
    Overview figures = statistics.overview(SampleStreet.STREET_PATH);
    assertThat(figures.wishes().published()).isEqualTo(271);
    assertThat(figures.wishes().claimed()).isEqualTo(271);
    assertThat(figures.wishes().fulfilled()).isEqualTo(271);
    assertThat(figures.wishes().claimingMembers()).isEqualTo(447);
    assertThat(figures.projects().published()).isEqualTo(25);
    assertThat(figures.projects().claimed()).isEqualTo(25);
    assertThat(figures.projects().fulfilled()).isEqualTo(25);
    assertThat(figures.projects().claimingOrganisations()).isEqualTo(19);
    assertThat(figures.projects().budgetFen()).isEqualTo(97_150_60);
    assertThat(figures.projects().money()).isEqualTo(new MoneyFen(97_150_60, 0, 97_150_60, 0));
    assertThat(figures.checkIns()).isEqualTo(new CheckInCounts(90, 3463));
    assertThat(figures.groups()).isEqualTo(GroupCounts.NONE);
    assertThat(statistics.overview(SampleStreet.WEST_PATH).groups())
        .isEqualTo(new GroupCounts(Map.of("TEAM", 131L), 2_987));
    assertThat(statistics.overview(SampleStreet.TOWNS_PATH).groups())
        .isEqualTo(new GroupCounts(Map.of("TEAM", 9L), 53));
  }

  @Test
  @Order(8)
  void overviewEndpoint_returnsThePublishedFigures() {
    given()
        .get("/api/v1/statistics/overview?division=" + SampleStreet.STREET)
        .then()
        .statusCode(200)
        .body("asOf.treeSize", greaterThanOrEqualTo(ENTRIES))
        .body("wishes.published", equalTo(271))
        .body("wishes.claimed", equalTo(271))
        .body("wishes.fulfilled", equalTo(271))
        .body("wishes.claimingMembers", equalTo(447))
        .body("wishes.participations", greaterThanOrEqualTo(447))
        .body("projects.published", equalTo(25))
        .body("projects.claimed", equalTo(25))
        .body("projects.fulfilled", equalTo(25))
        .body("projects.claimingOrganisations", equalTo(19))
        .body("projects.budget", equalTo("97150.60"))
        .body("projects.funding", equalTo("97150.60"))
        .body("projects.committed", equalTo("0.00"))
        .body("projects.spent", equalTo("97150.60"))
        .body("projects.returned", equalTo("0.00"))
        .body("checkIns.organisations", equalTo(90))
        .body("checkIns.members", equalTo(3463));
    given()
        .get("/api/v1/statistics/overview?division=" + SampleStreet.WEST_PATH)
        .then()
        .statusCode(200)
        .body("groups.kinds.TEAM", equalTo(131))
        .body("groups.people", equalTo(2987));
    given()
        .get("/api/v1/statistics/overview?division=" + SampleStreet.TOWNS_PATH)
        .then()
        .statusCode(200)
        .body("groups.groups", equalTo(9))
        .body("groups.people", equalTo(53));
  }

  @Test
  @Order(8)
  void theStreetWithWorkUnderWay_hasWishesInEveryState() throws SQLException {
    String of = " AND division_path LIKE '" + SampleStreet.LAKE_PATH + "%'";
    for (WishState state : WishState.values()) {
      assertThat(number("SELECT COUNT(*) FROM wish WHERE state = '" + state + "'" + of))
          .as(state.name())
          .isPositive();
    }
    String claims =
        "SELECT COUNT(*) FROM claim WHERE wish_id IN (SELECT id FROM wish WHERE TRUE"
            + of
            + ") AND ";
    assertThat(number(claims + "overdue AND state = 'ACTIVE'")).isEqualTo(2);
    assertThat(number(claims + "state = 'LAPSED'")).isEqualTo(1);
    assertThat(number(claims + "state = 'PENDING'")).isEqualTo(2);
    assertThat(number(claims + "redo_count > 0 AND state = 'ACTIVE'")).isEqualTo(1);
    assertThat(number(claims + "redo_count > 0 AND state = 'COMPLETED'")).isEqualTo(1);
    // Nothing is due now: the street stays as it is for some days.
    assertThat(
            number(
                claims + "state = 'ACTIVE' AND next_check_at < UTC_TIMESTAMP(6) + INTERVAL 2 DAY"))
        .isZero();
    Overview figures = statistics.overview(SampleStreet.LAKE_PATH);
    assertThat(figures.wishes().published()).isEqualTo(16);
    assertThat(figures.projects().published()).isEqualTo(2);
    assertThat(figures.wishes().fulfilled()).isEqualTo(3);
  }

  @Test
  @Order(9)
  void aRebuildGivesTheSameFigures() {
    Overview live = statistics.overview("");
    assertThat(rebuild.run(List.of())).isZero();
    assertThat(statistics.awaitCaughtUp(Duration.ofMinutes(1))).isTrue();
    assertThat(statistics.overview("")).isEqualTo(live);
  }

  private long number(String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(statement);
    }
  }
}
