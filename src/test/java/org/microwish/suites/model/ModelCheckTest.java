package org.microwish.suites.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.lifecycle.deadline.Sweeper;
import org.microwish.statistics.fold.Counts;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.Overview;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;
import org.microwish.testing.Http;
import org.microwish.testing.LedgerProbe;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.verify.LeafFindings;

/**
 * Many clients send all commands of a wish's life concurrently; afterwards all answers, ledger
 * entries and rows are checked against an in-memory model. {@code -Dmodel.seeds=200} sets the
 * number of seeds; {@code -Dmodel.seed=17} runs the one that a failure names.
 */
@Tag("database")
@QuarkusTest
class ModelCheckTest {

  private static final int CLIENTS = Integer.getInteger("model.clients", 8);
  private static final int STEPS = Integer.getInteger("model.steps", 60);
  private static final int SEEDS = Integer.getInteger("model.seeds", 3);
  private static final Path REPORTS = Path.of("target", "model");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource URI service;
  @Inject Sweeper sweeper;

  private final Street street = Street.here();
  private final Map<String, Integer> tally = new TreeMap<>();
  private int refused;
  private int sweepers;
  private int reads;

  @Test
  void concurrentCommands_matchTheModel() throws Exception {
    Long one = Long.getLong("model.seed");
    long begun = System.nanoTime();
    long first = one == null ? 1 : one;
    long last = one == null ? SEEDS : one;
    try (Http http = new Http(Duration.ofSeconds(10))) {
      for (long seed = first; seed <= last; seed++) {
        run(http, seed);
      }
    }
    statisticsAreWhatTheLeavesSay();
    System.out.printf(
        "Model: %d seeds in %.1f s; %d refusals, %d of the sweeper, %d reads; answers %s%n",
        last - first + 1, (System.nanoTime() - begun) / 1e9, refused, sweepers, reads, tally);
  }

  /**
   * Checks that each kind of manipulation of the history is detected, so that an empty list of
   * findings is meaningful.
   */
  @Test
  void manipulatedHistory_isDetected() throws Exception {
    History history;
    try (Http http = new Http()) {
      history = new LoadGenerator(service, http, street, sweeper::sweep, 1).blow(4, 40);
    }
    LedgerProbe.awaitIntegrated();
    List<String> wishes = List.copyOf(history.wishes().keySet());
    assertThat(HistoryChecker.judge(history, StoredState.of(wishes)).findings()).isEmpty();

    // Manipulate the wish with the most entries.
    StoredState read = StoredState.of(wishes);
    String wish =
        wishes.stream()
            .max(java.util.Comparator.comparingInt(id -> read.entries.get(id).size()))
            .orElseThrow();
    StoredState swallowed = StoredState.of(wishes);
    swallowed.entries.get(wish).remove(2);
    assertThat(HistoryChecker.judge(history, swallowed).findings()).isNotEmpty();
    StoredState counted = StoredState.of(wishes);
    counted.wishes.get(wish).merge("active_claims", 1, (a, b) -> (Integer) a + (Integer) b);
    assertThat(HistoryChecker.judge(history, counted).findings()).isNotEmpty();
    StoredState unposted = StoredState.of(wishes);
    String posted = unposted.postingsByEntry.keySet().stream().sorted().findFirst().orElseThrow();
    unposted.postingsByEntry.remove(posted);
    assertThat(HistoryChecker.judge(history, unposted).findings()).isNotEmpty();
    StoredState uninvited = StoredState.of(wishes);
    // Add a row that no answer names; few histories have an invitation that could be removed.
    uninvited.invitations.get(wish).add(Map.of("id", 1L));
    assertThat(HistoryChecker.judge(history, uninvited).findings()).isNotEmpty();
    StoredState crossed = StoredState.of(wishes);
    StoredState.Entry first = crossed.entries.get(wish).get(1);
    StoredState.Entry second = crossed.entries.get(wish).get(2);
    crossed.entries.get(wish).set(1, renumbered(second, first.version()));
    crossed.entries.get(wish).set(2, renumbered(first, second.version()));
    assertThat(HistoryChecker.judge(history, crossed).findings()).isNotEmpty();

    Call refused =
        history.calls.stream()
            .filter(call -> !call.accepted() && call.body().has("reason"))
            .findFirst()
            .orElseThrow();
    JsonNode otherReason = refused.body().deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) otherReason).put("reason", "BARRED");
    assertThat(
            HistoryChecker.judge(changed(history, refused, otherReason), StoredState.of(wishes))
                .findings())
        .isNotEmpty();
    Call accepted =
        history.calls.stream()
            .filter(call -> call.accepted() && call.command().op() != Op.CREATE)
            .findFirst()
            .orElseThrow();
    JsonNode otherEntry = accepted.body().deepCopy();
    ((com.fasterxml.jackson.databind.node.ObjectNode) otherEntry.path("ledger"))
        .put("entryId", "0000000000000");
    assertThat(
            HistoryChecker.judge(changed(history, accepted, otherEntry), StoredState.of(wishes))
                .findings())
        .isNotEmpty();
  }

  private static StoredState.Entry renumbered(StoredState.Entry entry, long version) {
    return new StoredState.Entry(entry.id(), version, entry.leaf(), entry.typed(), entry.leaves());
  }

  private static History changed(History history, Call before, JsonNode body) {
    History other = new History(history.seed);
    for (Call call : history.calls) {
      other.calls.add(
          call.equals(before)
              ? new Call(
                  call.client(),
                  call.command(),
                  call.key(),
                  call.sent(),
                  call.done(),
                  call.status(),
                  body.toString(),
                  body)
              : call);
    }
    other.due.putAll(history.due);
    other.over.putAll(history.over);
    other.claimants.putAll(history.claimants);
    return other;
  }

  private void run(Http http, long seed) throws Exception {
    History history =
        new LoadGenerator(service, http, street, sweeper::sweep, seed).blow(CLIENTS, STEPS);
    LedgerProbe.awaitIntegrated();
    StoredState books = StoredState.of(history.wishes().keySet());
    HistoryChecker.Verdict verdict = HistoryChecker.judge(history, books);
    for (Call call : history.calls) {
      tally.merge(
          call.command().op() + ":" + (call.accepted() ? "done" : call.refusal()), 1, Integer::sum);
    }
    refused += verdict.refused();
    sweepers += verdict.sweepers();
    reads += verdict.reads();
    if (!verdict.findings().isEmpty()) {
      Path report = write(history, books, verdict);
      assertThat(verdict.findings())
          .as(
              "seed %d: ./mvnw test -Dtest=ModelCheckTest -Dmodel.seed=%d (history in %s)",
              seed, seed, report)
          .isEmpty();
    }
    // The offline verifier must find no fault in the leaves of honest clients.
    assertThat(verified(books, wish -> !history.moved.contains(wish)))
        .as("seed %d, verified", seed)
        .isEmpty();
    // For these wishes, the load changed dates in the database without writing a leaf. So the
    // verifier may report that an action after such a date is too early, or that the date differs.
    assertThat(verified(books, history.moved::contains))
        .as("seed %d, verified, with dates that were moved", seed)
        .allMatch(
            finding ->
                finding.startsWith("DEADLINE")
                    || finding.matches("FACTS: .* changes claimBy, which it may not change.*"));
  }

  /** Returns the verifier's findings in the leaves of the wishes that match the predicate. */
  private static List<String> verified(StoredState books, Predicate<String> wishes) {
    return LeafFindings.of(
        books.entries.entrySet().stream()
            .filter(wish -> wishes.test(wish.getKey()))
            .flatMap(wish -> wish.getValue().stream())
            .map(entry -> entry.typed().bytes())
            .toList());
  }

  private static Path write(History history, StoredState books, HistoryChecker.Verdict verdict)
      throws IOException {
    Files.createDirectories(REPORTS);
    Path report = REPORTS.resolve("seed-" + history.seed + ".txt");
    List<String> lines = new ArrayList<>();
    lines.add("Seed " + history.seed);
    lines.addAll(verdict.findings());
    for (String wish : history.wishes().keySet()) {
      lines.add("");
      lines.add("Wish " + wish + ", its answers in the order of the requests:");
      history.of(wish).forEach(call -> lines.add(call.toString()));
      lines.add("Its ledger entries:");
      books.entries.get(wish).forEach(entry -> lines.add(entry.id() + " " + entry.leaf()));
      lines.add("Its states in the model:");
      HistoryChecker.lives(history, books)
          .getOrDefault(wish, List.of())
          .forEach(state -> lines.add(state.toString()));
    }
    Files.write(report, lines);
    return report;
  }

  /** Compares the statistics of the API with statistics computed from all leaves. */
  private void statisticsAreWhatTheLeavesSay() throws Exception {
    String path = "/api/v1/statistics/overview?division=" + Street.COMMUNITY;
    LedgerProbe.awaitIntegrated();
    JsonNode[] shown = new JsonNode[1];
    Awaitility.await("statistics of all leaves")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              shown[0] = JSON.readTree(RestAssured.given().noFilters().get(path).asString());
              return shown[0].at("/asOf/treeSize").asLong() == LedgerProbe.treeSize();
            });
    Statistics anew = new Statistics();
    Map<String, Figures> figures = new HashMap<>();
    try (Connection connection = TestDatabase.connection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT l.leaf_index, e.payload FROM ledger_leaf l JOIN ledger_entry e ON"
                    + " e.entry_id = l.entry_id ORDER BY l.leaf_index")) {
      while (rows.next()) {
        fold(figures, rows.getLong(1), rows.getBytes(2));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    anew.putAll(figures.values());
    Overview expected = anew.overview(new Selection(Street.COMMUNITY, null, null, null));
    same(shown[0].path("wishes"), expected.wishes());
    same(shown[0].path("projects"), expected.projects());
    assertThat(expected.wishes().published()).isPositive();
  }

  private static void fold(Map<String, Figures> figures, long index, byte[] bytes) {
    try {
      Leaf leaf = Leaf.parse(bytes);
      String key = leaf.aggregateType() + ":" + leaf.aggregateId();
      Optional<Figures> after = Fold.apply(figures.get(key), index, leaf);
      after.ifPresent(now -> figures.put(key, now));
    } catch (IllegalArgumentException otherTests) {
      // Other tests write leaves that cannot be counted. HistoryChecker checks the leaves of this
      // test.
    }
  }

  private static void same(JsonNode shown, Counts counts) {
    assertThat(
            List.of(
                shown.path("published").asLong(),
                shown.path("claimed").asLong(),
                shown.path("fulfilled").asLong(),
                shown.path("claimingOrganisations").asLong()))
        .isEqualTo(
            List.of(
                counts.published(),
                counts.claimed(),
                counts.fulfilled(),
                counts.claimingOrganisations()));
    // Numbers of people are missing if they, or a difference between two figures, are too small.
    if (shown.has("claimingMembers")) {
      assertThat(shown.path("claimingMembers").asLong()).isEqualTo(counts.claimingMembers());
      assertThat(shown.path("participations").asLong()).isEqualTo(counts.participations());
    }
  }
}
