package org.microwish.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.microwish.ledger.EntryDraft;
import org.microwish.ledger.leaf.EntryType;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.platform.Ids;
import org.microwish.platform.Time;
import org.microwish.statistics.CurrentStatistics.Answered;
import org.microwish.statistics.Projection.Step;
import org.microwish.statistics.Rebuilds.Rebuild;
import org.microwish.statistics.fold.CountedKind;
import org.microwish.statistics.fold.Figures;
import org.microwish.statistics.fold.Fold;
import org.microwish.statistics.fold.Leaves;
import org.microwish.statistics.fold.Overview;
import org.microwish.statistics.fold.RandomStreet;
import org.microwish.statistics.fold.Selection;
import org.microwish.statistics.fold.Statistics;

/** Compares the projection's rows and the in-memory statistics with the pure computation. */
@Tag("database")
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // Broken code would hang.
class ProjectionTest {

  private static StatisticsSchema schema;

  @BeforeAll
  static void makeSchema() throws SQLException {
    schema = StatisticsSchema.create("statistics");
  }

  @BeforeEach
  void empty() throws SQLException {
    schema.empty();
  }

  private static Projection projection() {
    return new Projection(schema.database, new Time());
  }

  private static Rebuilds rebuilds() {
    return new Rebuilds(schema.database, new Ids(), new Time());
  }

  private static CurrentStatistics current() {
    return new CurrentStatistics(schema.database);
  }

  private static RandomStreet street(long seed) {
    return new RandomStreet(seed, "", schema.ids::incrementAndGet);
  }

  private static void drain(StatisticsCursor cursor) throws SQLException {
    Projection projection = projection();
    while (projection.step(cursor) != Step.LEVEL) {
      // Until all leaves are counted.
    }
  }

  private static Overview overview(CurrentStatistics current) {
    return current.ask(statistics -> statistics.overview(Selection.ALL)).answer();
  }

  @Test
  void projection_matchesThePureComputationAndTheReference() throws SQLException {
    RandomStreet street = street(11).live(2_500);
    schema.append(street.leaves.drafts);
    drain(StatisticsCursor.LIVE);
    Answered<Boolean> answered =
        current()
            .ask(
                statistics -> {
                  street.hold(statistics);
                  return true;
                });
    assertThat(answered.asOf().treeSize()).isEqualTo(street.leaves.drafts.size());
    assertThat(answered.asOf().recordedAt()).isEqualTo(street.leaves.drafts.getLast().recordedAt());
    assertThat(schema.number("SELECT COUNT(*) FROM statistics_fault")).isZero();
  }

  @Test
  void concurrentProjections_countEachLeafOnce() throws Exception {
    RandomStreet street = street(12).live(2_000);
    List<EntryDraft> drafts = street.leaves.drafts;
    AtomicBoolean growing = new AtomicBoolean(true);
    AtomicLong counted = new AtomicLong();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Void>> rivals = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Callable<Void> rival =
            () -> {
              Projection projection = projection();
              while (true) {
                boolean more = growing.get();
                switch (projection.step(StatisticsCursor.LIVE)) {
                  case ADVANCED -> counted.incrementAndGet();
                  case OVERTAKEN -> {}
                  case LEVEL -> {
                    if (!more) {
                      return null;
                    }
                  }
                }
              }
            };
        rivals.add(threads.submit(rival));
      }
      for (int start = 0; start < drafts.size(); start += 37) {
        schema.append(drafts.subList(start, Math.min(drafts.size(), start + 37)));
      }
      growing.set(false);
      for (Future<Void> rival : rivals) {
        rival.get();
      }
    }
    assertThat(schema.number("SELECT position FROM ledger_cursor WHERE consumer = 'statistics'"))
        .isEqualTo(drafts.size());
    assertThat(counted.get()).isGreaterThan(1);
    assertThat(schema.number("SELECT COUNT(*) FROM statistics_fault")).isZero();
    current()
        .ask(
            statistics -> {
              street.hold(statistics);
              return true;
            });
  }

  @Test
  void stepWithoutCommit_hasNoEffect() throws SQLException {
    RandomStreet street = street(13).live(800);
    schema.append(street.leaves.drafts);
    assertThat(projection().step(StatisticsCursor.LIVE)).isEqualTo(Step.ADVANCED);
    long position = schema.number("SELECT MAX(position) FROM ledger_cursor");
    long rows = schema.number("SELECT SUM(CRC32(figures)) FROM statistics_figures");
    StatisticsTables statements = new StatisticsTables();
    try (Connection connection = schema.database.getConnection()) {
      connection.setAutoCommit(false);
      Projection.Batch batch =
          Projection.Batch.of(statements.leaves(connection, position, Projection.BATCH));
      assertThat(projection().advance(connection, StatisticsCursor.LIVE, position, batch)).isTrue();
      // Simulates a crash: the connection closes and the server rolls back.
    }
    assertThat(schema.number("SELECT MAX(position) FROM ledger_cursor")).isEqualTo(position);
    assertThat(schema.number("SELECT SUM(CRC32(figures)) FROM statistics_figures")).isEqualTo(rows);
    drain(StatisticsCursor.LIVE);
    current()
        .ask(
            statistics -> {
              street.hold(statistics);
              return true;
            });
  }

  @Test
  void overtakenStep_doesNothing() throws SQLException {
    RandomStreet street = street(14).live(100);
    schema.append(street.leaves.drafts);
    StatisticsTables statements = new StatisticsTables();
    try (Connection connection = schema.database.getConnection()) {
      Projection.Batch batch =
          Projection.Batch.of(statements.leaves(connection, 0, Projection.BATCH));
      drain(StatisticsCursor.LIVE);
      connection.setAutoCommit(false);
      assertThat(projection().advance(connection, StatisticsCursor.LIVE, 0, batch)).isFalse();
      connection.rollback();
    }
  }

  @Test
  void inMemoryStatistics_alwaysMatchOneTreeSize() throws Exception {
    RandomStreet street = street(15).live(1_500);
    List<EntryDraft> drafts = street.leaves.drafts;
    CurrentStatistics current = current();
    AtomicBoolean growing = new AtomicBoolean(true);
    Map<Long, Overview> seen = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Void> writer =
          threads.submit(
              () -> {
                Projection projection = projection();
                Random random = new Random(15);
                for (int start = 0; start < drafts.size(); ) {
                  int end = Math.min(drafts.size(), start + 1 + random.nextInt(60));
                  schema.append(drafts.subList(start, end));
                  projection.step(StatisticsCursor.LIVE);
                  start = end;
                }
                drain(StatisticsCursor.LIVE);
                growing.set(false);
                return null;
              });
      boolean more = true;
      while (more) {
        more = growing.get();
        current.refresh();
        Answered<Overview> answered =
            current.ask("overview", statistics -> statistics.overview(Selection.ALL));
        seen.put(answered.asOf().treeSize(), answered.answer());
      }
      writer.get();
    }
    assertThat(seen.size()).isGreaterThan(5);
    assertThat(seen).containsKey((long) drafts.size());
    Map<String, Figures> figures = new HashMap<>();
    Statistics statistics = new Statistics();
    for (int size = 0; size <= drafts.size(); size++) {
      if (seen.containsKey((long) size)) {
        assertThat(seen.get((long) size)).isEqualTo(statistics.overview(Selection.ALL));
      }
      if (size < drafts.size()) {
        Leaf leaf = Leaves.leaf(drafts.get(size));
        String key = leaf.aggregateType() + leaf.aggregateId();
        Figures after = Fold.apply(figures.get(key), size, leaf).orElseThrow();
        figures.put(key, after);
        statistics.put(after);
      }
    }
  }

  @Test
  void rebuild_givesTheSameAnswers_andDeletesTheOldGeneration() throws SQLException {
    RandomStreet street = street(16).live(2_000);
    schema.append(street.leaves.drafts);
    drain(StatisticsCursor.LIVE);
    CurrentStatistics current = current();
    Overview before = overview(current);
    long generation = current.asOf().generation();

    Rebuilds rebuilds = rebuilds();
    Rebuild rebuild = rebuilds.start("administrator");
    assertThat(rebuild.isComplete()).isFalse();
    assertThat(rebuilds.start("another").id()).isEqualTo(rebuild.id());
    assertThat(rebuilds.finish()).as("before it has caught up").isFalse();
    assertThat(projection().step(StatisticsCursor.FILLING)).isEqualTo(Step.ADVANCED);
    assertThat(rebuilds.find(rebuild.id()).orElseThrow().position()).isEqualTo(Projection.BATCH);
    current.refresh();
    assertThat(current.asOf().generation()).isEqualTo(generation);

    drain(StatisticsCursor.FILLING);
    assertThat(rebuilds.finish()).isTrue();
    assertThat(rebuilds.finish()).as("twice").isFalse();
    current.refresh();
    assertThat(current.asOf().generation()).isEqualTo(rebuild.id());
    assertThat(overview(current)).isEqualTo(before);
    current.ask(
        statistics -> {
          street.hold(statistics);
          return true;
        });

    while (rebuilds.clean()) {
      // Until the old generation is deleted.
    }
    assertThat(schema.number("SELECT COUNT(DISTINCT generation) FROM statistics_figures")).isOne();
    assertThat(schema.number("SELECT COUNT(DISTINCT generation) FROM statistics_month")).isOne();
    Rebuild done = rebuilds.find(rebuild.id()).orElseThrow();
    assertThat(done.isComplete()).isTrue();
    assertThat(done.treeSize()).isEqualTo(street.leaves.drafts.size());
    assertThat(rebuilds.running()).isEmpty();
    assertThat(rebuilds.find(1)).isEmpty();

    RandomStreet more = new RandomStreet(17, "more-", schema.ids::incrementAndGet).live(300);
    schema.append(more.leaves.drafts);
    drain(StatisticsCursor.LIVE);
    current.refresh();
    assertThat(current.asOf().treeSize())
        .isEqualTo(street.leaves.drafts.size() + more.leaves.drafts.size());
  }

  @Test
  void rebuildCommand_endsWhenTheNewGenerationIsLive() throws SQLException {
    RandomStreet street = street(19).live(1_200);
    schema.append(street.leaves.drafts);
    drain(StatisticsCursor.LIVE);
    CurrentStatistics current = current();
    long generation = current.asOf().generation();
    RebuildStatistics word = new RebuildStatistics(projection(), rebuilds());
    assertThat(word.run(List.of("now"))).isEqualTo(2);
    assertThat(word.run(List.of())).isZero();
    current.refresh();
    assertThat(current.asOf().generation()).isNotEqualTo(generation);
    current.ask(
        statistics -> {
          street.hold(statistics);
          return true;
        });
  }

  @Test
  void rebuildUnderLoad_neverAnswersWithASmallerTreeSize() throws Exception {
    RandomStreet street = street(18).live(2_500);
    List<EntryDraft> drafts = street.leaves.drafts;
    schema.append(drafts.subList(0, 1_500));
    drain(StatisticsCursor.LIVE);
    CurrentStatistics current = current();
    AtomicBoolean running = new AtomicBoolean(true);
    long fresh;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Void>> instances = new ArrayList<>();
      fresh = rebuilds().start("administrator").id();
      for (int i = 0; i < 2; i++) {
        instances.add(
            threads.submit(
                () -> {
                  Projection projection = projection();
                  Rebuilds rebuilds = rebuilds();
                  while (running.get()) {
                    projection.step(StatisticsCursor.LIVE);
                    projection.step(StatisticsCursor.FILLING);
                    rebuilds.finish();
                    rebuilds.clean();
                  }
                  return null;
                }));
      }
      Future<Void> traffic =
          threads.submit(
              () -> {
                for (int start = 1_500; start < drafts.size(); start += 10) {
                  schema.append(drafts.subList(start, Math.min(drafts.size(), start + 10)));
                }
                return null;
              });
      long size = 0;
      while (current.asOf().treeSize() < drafts.size()
          || current.asOf().generation() != fresh
          || schema.number("SELECT COUNT(DISTINCT generation) FROM statistics_figures") > 1) {
        current.refresh();
        Answered<Overview> answered = current.ask(statistics -> statistics.overview(Selection.ALL));
        assertThat(answered.asOf().treeSize()).isGreaterThanOrEqualTo(size);
        assertThat(answered.answer().wishes().published()).isPositive();
        size = answered.asOf().treeSize();
        if (traffic.isDone()) {
          traffic.get();
        }
      }
      running.set(false);
      for (Future<Void> instance : instances) {
        instance.get();
      }
    }
    current.ask(
        statistics -> {
          street.hold(statistics);
          return true;
        });
    assertThat(schema.number("SELECT COUNT(*) FROM statistics_fault")).isZero();
  }

  @Test
  void unreadableLeaf_isSkippedAndRecordedAsFault() throws SQLException {
    Leaves leaves = new Leaves(schema.ids::incrementAndGet);
    leaves
        .published("w1", CountedKind.WISH, RandomStreet.COMMUNITIES.getFirst(), "2022-02-01T09:00")
        .wish("w2", EntryType.WISH_CREATED, "2022-02-01T09:00", "DRAFT", Map.of("wish", "text"))
        .published("w3", CountedKind.WISH, RandomStreet.COMMUNITIES.getFirst(), "2022-02-01T09:00");
    schema.append(leaves.drafts);
    schema.execute(
        "UPDATE ledger_entry SET payload = '{}' WHERE aggregate_id = 'w3' AND aggregate_version ="
            + " 1");
    drain(StatisticsCursor.LIVE);
    assertThat(schema.number("SELECT COUNT(*) FROM statistics_fault")).isEqualTo(3);
    assertThat(
            schema.number("SELECT COUNT(*) FROM statistics_fault WHERE reason LIKE 'unreadable%'"))
        .isOne();
    assertThat(
            schema.number(
                "SELECT COUNT(*) FROM statistics_fault WHERE reason = 'version 2 where 1 was due'"))
        .isOne();
    CurrentStatistics current = current();
    assertThat(overview(current).wishes().published()).isOne();
    assertThat(current.asOf().treeSize()).isEqualTo(5);
  }

  @Test
  void emptyLedger_hasZeroCounts() {
    CurrentStatistics current = current();
    assertThat(current.asOf().treeSize()).isZero();
    assertThat(current.asOf().recordedAt()).isNull();
    assertThat(overview(current).wishes().published()).isZero();
  }
}
