package org.microwish.lifecycle.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.UnknownSchemaException;
import org.microwish.lifecycle.serial.SerialNumberProjection.Step;
import org.microwish.lifecycle.serial.numbering.Numbering;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.statistics.StatisticsSchema;
import org.microwish.statistics.fold.Leaves;

/** Compares the rows that the projection writes with numbers computed directly from the leaves. */
@Tag("database")
@Timeout(
    value = 90,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // A broken projection never ends.
class SerialNumberProjectionTest {

  private static final List<String> COMMUNITIES =
      List.of("440104013001", "440104013002", "440104012003");

  private static StatisticsSchema schema;

  private final Leaves leaves = new Leaves(() -> schema.ids.incrementAndGet());

  /** Expected numbers: leaf index to wish and number. */
  private final Map<Long, String> expected = new TreeMap<>();

  @BeforeAll
  static void makeSchema() throws SQLException {
    schema = StatisticsSchema.create("serial_numbers");
  }

  @BeforeEach
  void empty() throws SQLException {
    schema.empty();
  }

  private static SerialNumberProjection projection() {
    return new SerialNumberProjection(schema.database, new Time());
  }

  private static void drain() throws SQLException {
    for (AggregateType type : Numbering.SUBMISSIONS.keySet()) {
      while (projection().step(type) != Step.LEVEL) {
        // Each call processes some leaves; the loop ends when all leaves are processed.
      }
    }
  }

  /** Generates wishes of all kinds, streets and years, submitted once, more than once or never. */
  private void live(int wishes, long seed) {
    Random random = new Random(seed);
    Map<Integer, String> states = new HashMap<>();
    Map<Integer, String> series = new HashMap<>();
    Map<String, Integer> last = new HashMap<>();
    Set<Integer> numbered = new HashSet<>();
    Set<Integer> over = new HashSet<>();
    while (over.size() < wishes) {
      int wish = random.nextInt(wishes);
      if (over.contains(wish)) {
        continue;
      }
      // Within two seconds of the turn of a year in Shanghai; not in the order of the leaves.
      leaves.recordedAt =
          Instant.parse(2024 + random.nextInt(3) + "-12-31T15:59:58Z")
              .plusSeconds(random.nextInt(4));
      String state = states.get(wish);
      boolean ends = state != null && random.nextInt(8) == 0;
      if (ends) {
        add(wish, EntryType.WISH_WITHDRAWN, "WITHDRAWN", null);
        over.add(wish);
      } else if (state == null || random.nextInt(3) == 0) {
        String community = COMMUNITIES.get(random.nextInt(COMMUNITIES.size()));
        boolean project = random.nextBoolean();
        add(
            wish,
            state == null ? EntryType.WISH_CREATED : EntryType.WISH_EDITED,
            state == null ? "DRAFT" : state,
            Map.of("kind", project ? "PROJECT" : "WISH", "community", community));
        series.put(wish, community.substring(0, 9) + "-%d-" + (project ? "P" : "W") + "-%05d");
        states.putIfAbsent(wish, "DRAFT");
      } else if (state.equals("SUBMITTED")) {
        add(wish, EntryType.WISH_RETURNED, "RETURNED", null);
        states.put(wish, "RETURNED");
      } else {
        if (numbered.add(wish)) {
          int year = leaves.recordedAt.plusSeconds(8 * 3600).atZone(ZoneOffset.UTC).getYear();
          int position = last.merge(series.get(wish).formatted(year, 0), 1, Integer::sum);
          expected.put(leaves.next(), id(wish) + " " + series.get(wish).formatted(year, position));
        }
        add(wish, EntryType.WISH_SUBMITTED, "SUBMITTED", null);
        states.put(wish, "SUBMITTED");
      }
    }
  }

  private static String id(int wish) {
    return Id.text(wish + 1);
  }

  private void add(int wish, EntryType type, String to, Map<String, Object> facts) {
    leaves.add(
        AggregateType.WISH,
        id(wish),
        type,
        Instant.parse("2024-01-01T00:00:00Z"),
        to,
        facts == null ? Map.of() : Map.of("wish", facts));
  }

  private static Map<Long, String> numbers() throws SQLException {
    Map<Long, String> found = new TreeMap<>();
    try (Connection connection = schema.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT leaf_index, aggregate_id, number_text FROM serial_number")) {
      while (rows.next()) {
        found.put(rows.getLong(1), Id.text(rows.getLong(2)) + " " + rows.getString(3));
      }
    }
    return found;
  }

  @Test
  void numbers_follow_the_leaves_without_gaps_and_a_replay_gives_the_same() throws SQLException {
    live(400, 1);
    schema.append(leaves.drafts);
    drain();
    assertThat(expected.values().stream().map(SerialNumberProjectionTest::series))
        .as("streets, years and kinds")
        .hasSizeGreaterThan(300)
        .contains("440104013-2024-W", "440104013-2027-P", "440104012-2025-W");
    assertThat(numbers()).isEqualTo(expected);
    schema.execute("DELETE FROM serial_number");
    schema.execute("UPDATE ledger_cursor SET position = 0");
    drain();
    assertThat(numbers()).isEqualTo(expected);
    // A replay over the existing rows assigns no number twice.
    schema.execute("UPDATE ledger_cursor SET position = 0");
    drain();
    assertThat(numbers()).isEqualTo(expected);
  }

  private static String series(String number) {
    return number.substring(number.indexOf(' ') + 1, number.lastIndexOf('-'));
  }

  @Test
  void concurrent_projections_give_the_same_numbers_while_the_ledger_grows() throws Exception {
    live(600, 2);
    List<EntryDraft> drafts = leaves.drafts;
    AtomicBoolean growing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Void>> rivals = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Callable<Void> rival =
            () -> {
              boolean more = true;
              while (more) {
                more = growing.get();
                drain();
              }
              return null;
            };
        rivals.add(threads.submit(rival));
      }
      for (int start = 0; start < drafts.size(); start += 17) {
        schema.append(drafts.subList(start, Math.min(drafts.size(), start + 17)));
      }
      growing.set(false);
      for (Future<Void> rival : rivals) {
        rival.get();
      }
    }
    assertThat(numbers()).isEqualTo(expected);
    assertThat(projection().lag()).isZero();
  }

  @Test
  void a_failed_step_writes_nothing() throws SQLException {
    live(50, 3);
    schema.append(leaves.drafts);
    // This row conflicts with the last number of the step.
    Map.Entry<Long, String> last = expected.entrySet().stream().reduce((a, b) -> b).orElseThrow();
    schema.execute(
        "INSERT INTO serial_number VALUES ('WISH', 999999, 999999, '0', 0, 'W', 1, '"
            + last.getValue().replaceFirst(".* ", "")
            + "')");
    assertThatThrownBy(() -> projection().step(AggregateType.WISH))
        .isInstanceOf(SQLException.class);
    assertThat(numbers()).hasSize(1);
    assertThat(projection().lag()).isEqualTo(leaves.drafts.size());
    schema.execute("DELETE FROM serial_number");
    drain();
    assertThat(numbers()).isEqualTo(expected);
  }

  @Test
  void leaves_of_a_later_schema_stop_the_projection() throws SQLException {
    live(30, 4);
    schema.append(leaves.drafts);
    Long[] submissions = expected.keySet().toArray(Long[]::new);
    long later = submissions[submissions.length / 2];
    String bytes =
        "UPDATE ledger_entry SET payload = REPLACE(payload, '\"v\":%d}', '\"v\":%d}')"
            + " WHERE entry_id = (SELECT entry_id FROM ledger_leaf WHERE leaf_index = "
            + later
            + ")";
    schema.execute(bytes.formatted(1, 3));
    assertThat(projection().step(AggregateType.WISH)).isEqualTo(Step.ADVANCED);
    assertThatThrownBy(() -> projection().step(AggregateType.WISH))
        .isInstanceOf(UnknownSchemaException.class);
    assertThat(numbers().keySet()).allMatch(index -> index < later).isNotEmpty();
    schema.execute(bytes.formatted(3, 1));
    drain();
    assertThat(numbers()).isEqualTo(expected);
  }
}
