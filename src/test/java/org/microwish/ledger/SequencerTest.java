package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.ledger.LogSchema.Entry;
import org.microwish.platform.Time;

@Tag("database")
class SequencerTest {

  private static LogSchema schema;

  @BeforeAll
  static void makeSchema() throws SQLException {
    schema = LogSchema.create("sequencer");
  }

  @BeforeEach
  void emptyTheLedger() throws SQLException {
    schema.empty();
  }

  private static Sequencer sequencer() {
    return new Sequencer(schema.database, new Time());
  }

  @Test
  void concurrent_appenders_and_sequencers_make_one_consistent_log() throws Exception {
    int appenders = 32;
    int each = 60;
    AtomicBoolean appending = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(appenders + 3)) {
      List<Future<Integer>> rivals = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        rivals.add(threads.submit(sequenceWhile(appending)));
      }
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < appenders; i++) {
        int writer = i;
        writers.add(threads.submit(() -> append(writer, each)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      appending.set(false);
      int integrated = 0;
      for (Future<Integer> rival : rivals) {
        integrated += rival.get();
      }
      assertThat(integrated).isEqualTo(appenders * each);
    }
    schema.assertWhole((long) appenders * each);
  }

  private static Callable<Integer> sequenceWhile(AtomicBoolean appending) {
    return () -> {
      Sequencer sequencer = sequencer();
      int integrated = 0;
      while (appending.get() || schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
        integrated += sequencer.sequence(50).integrated();
      }
      return integrated;
    };
  }

  /**
   * Appends versions of three aggregates in turn, one transaction each; every tenth commits late.
   */
  private static Void append(int writer, int count) throws SQLException {
    try (Connection connection = schema.database.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < count; i++) {
        Entry entry = LogSchema.entry("w" + writer + "." + i % 3, i / 3 + 1);
        LogSchema.insert(connection, entry, entry.id());
        if (i % 10 == 0) {
          schema.number("SELECT SLEEP(0.02)");
        }
        connection.commit();
      }
    }
    return null;
  }

  @Test
  void queued_earlier_versions_are_sequenced_first_even_beyond_the_batch_limit()
      throws SQLException {
    try (Connection connection = schema.database.getConnection()) {
      LogSchema.insert(connection, LogSchema.entry("a", 1), 30);
      LogSchema.insert(connection, LogSchema.entry("a", 2), 20);
      LogSchema.insert(connection, LogSchema.entry("a", 3), 10);
      LogSchema.insert(connection, LogSchema.entry("b", 1), 15);
      LogSchema.insert(connection, LogSchema.entry("b", 2), 25);
    }
    Sequencer.Batch first = sequencer().sequence(1);
    assertThat(first.integrated()).isEqualTo(3);
    assertThat(first.held()).isZero();
    Sequencer rest = sequencer();
    assertThat(rest.sequence(1).integrated()).isEqualTo(1);
    assertThat(rest.sequence(1).integrated()).isEqualTo(1);
    schema.assertWhole(5);
    assertThat(schema.leaves().stream().map(leaf -> leaf.aggregate() + leaf.version()))
        .containsExactly("a1", "a2", "a3", "b1", "b2");
  }

  @Test
  void versions_stay_in_order_for_any_queue_order_and_limit() throws SQLException {
    for (int limit = 1; limit <= 7; limit++) {
      emptyTheLedger();
      try (Connection connection = schema.database.getConnection()) {
        for (int version = 1; version <= 6; version++) {
          LogSchema.insert(connection, LogSchema.entry("up", version), 100 + version * 2L);
          LogSchema.insert(connection, LogSchema.entry("down", version), 101 + 2 * (7L - version));
          LogSchema.insert(connection, LogSchema.entry("mixed", version), 200 + (version * 5L) % 7);
        }
      }
      Sequencer sequencer = sequencer();
      while (schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
        assertThat(sequencer.sequence(limit).integrated()).isPositive();
      }
      schema.assertWhole(18);
    }
  }

  @Test
  void a_version_waits_for_an_uncommitted_predecessor_and_does_not_block_others()
      throws SQLException {
    Entry late = LogSchema.entry("a", 1);
    try (Connection slow = schema.database.getConnection();
        Connection connection = schema.database.getConnection()) {
      slow.setAutoCommit(false);
      LogSchema.insert(slow, late, 1);
      LogSchema.insert(connection, LogSchema.entry("a", 2), 2);
      LogSchema.insert(connection, LogSchema.entry("a", 3), 3);
      LogSchema.insert(connection, LogSchema.entry("b", 1), 4);
      Sequencer sequencer = sequencer();
      // A limit below the number of held entries must not block the entries behind them.
      Sequencer.Batch passed = sequencer.sequence(1);
      assertThat(passed.integrated()).isEqualTo(1);
      assertThat(passed.held()).isEqualTo(2);
      assertThat(sequencer.sequence(10).integrated()).isZero();
      slow.commit();
      assertThat(sequencer.sequence(1).integrated()).isEqualTo(1);
      while (schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
        assertThat(sequencer.sequence(1).integrated()).isPositive();
      }
    }
    schema.assertWhole(4);
    assertThat(schema.leaves().getFirst().aggregate()).isEqualTo("b");
  }

  @Test
  void an_entry_without_a_queue_row_blocks_the_next_version() throws SQLException {
    Entry unqueued = LogSchema.entry("a", 1);
    try (Connection connection = schema.database.getConnection()) {
      LogSchema.insertEntries(connection, List.of(unqueued));
      LogSchema.insert(connection, LogSchema.entry("a", 2), 5);
      Sequencer sequencer = sequencer();
      assertThat(sequencer.sequence(10).integrated()).isZero();
      LogSchema.queue(connection, List.of(unqueued), 9);
      assertThat(sequencer.sequence(10).integrated()).isEqualTo(2);
    }
    schema.assertWhole(2);
  }

  @Test
  void a_large_log_has_tiles_of_two_levels() throws SQLException {
    int count = 66_100;
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(LogSchema.entry("a" + i, 1));
    }
    try (Connection connection = schema.database.getConnection()) {
      connection.setAutoCommit(false);
      for (int from = 0; from < count; from += 5_000) {
        List<Entry> part = entries.subList(from, Math.min(count, from + 5_000));
        LogSchema.insertEntries(connection, part);
        LogSchema.queue(connection, part, part.getFirst().id());
      }
      connection.commit();
    }
    // Two sequencers alternate: each finds that the head has moved and catches up.
    Sequencer one = sequencer();
    Sequencer other = sequencer();
    while (schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
      one.sequence(4_000);
      other.sequence(4_000);
    }
    schema.assertWhole(count);
  }

  @Test
  void a_tree_that_does_not_match_its_root_is_not_extended() throws SQLException {
    try (Connection connection = schema.database.getConnection()) {
      LogSchema.insert(connection, LogSchema.entry("a", 1), 1);
      sequencer().sequence(10);
      schema.execute("UPDATE ledger_leaf SET leaf_hash = UNHEX(SHA2('forged', 256))");
      LogSchema.insert(connection, LogSchema.entry("b", 1), 2);
    }
    Sequencer sequencer = sequencer();
    assertThatThrownBy(() -> sequencer.sequence(10)).isInstanceOf(LedgerDamagedException.class);
    assertThat(schema.number("SELECT size FROM ledger_head")).isEqualTo(1);
    assertThat(schema.number("SELECT COUNT(*) FROM ledger_queue")).isEqualTo(1);
  }
}
