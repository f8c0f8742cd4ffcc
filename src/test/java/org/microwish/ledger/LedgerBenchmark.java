package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.Time;
import org.microwish.verify.Main;

/**
 * Figures of a large log; not part of the tests. {@code ./mvnw test -Dtest=LedgerBenchmark
 * -Dbenchmark.entries=1000000} prints them.
 */
class LedgerBenchmark {

  private static final int ENTRIES = Integer.getInteger("benchmark.entries", 100_000);
  private static final int CHUNK = 5_000;
  private static final int SMALL = 1_000;
  private static final int PROOFS = 2_000;
  private static final int WRITERS = 16;
  private static final Duration LOAD = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void figuresOfALargeLog() throws Exception {
    LogStory story = LogStory.create();
    story.clear();
    LogSchema schema = story.schema();
    Sequencer sequencer = new Sequencer(schema.database, new Time());
    long written = 0;
    long writing = 0;
    long sequencing = 0;
    int wish = 1;
    while (written < ENTRIES) {
      List<LogSchema.Entry> entries = new ArrayList<>();
      while (entries.size() < CHUNK && written + entries.size() < ENTRIES) {
        for (Leaf leaf : LogStory.wish(wish)) {
          entries.add(
              new LogSchema.Entry(
                  written + entries.size() + 1,
                  "w" + wish,
                  leaf.version(),
                  new String(leaf.bytes(), StandardCharsets.UTF_8)));
        }
        wish++;
      }
      long began = System.nanoTime();
      try (Connection connection = schema.database.getConnection()) {
        connection.setAutoCommit(false);
        LogSchema.insertEntries(connection, entries);
        LogSchema.queue(connection, entries, written + 1);
        connection.commit();
      }
      written += entries.size();
      writing += System.nanoTime() - began;
      began = System.nanoTime();
      while (schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
        sequencer.sequence(4_096);
      }
      sequencing += System.nanoTime() - began;
      if (written >= SMALL && written - entries.size() < SMALL) {
        proofs(schema, written);
      }
    }
    System.out.printf("%d entries written at %.0f a second%n", written, written * 1e9 / writing);
    System.out.printf("sequenced at %.0f a second%n", written * 1e9 / sequencing);
    proofs(schema, written);
    verify(story);
    lag(schema);
  }

  private static void proofs(LogSchema schema, long size) {
    SplittableRandom random = new SplittableRandom(1);
    TileNodes nodes = new TileNodes(new StoredTiles(schema.database));
    double[] micros = new double[PROOFS];
    for (int i = 0; i < PROOFS; i++) {
      long began = System.nanoTime();
      Proofs.inclusion(nodes, random.nextLong(size), size);
      micros[i] = (System.nanoTime() - began) / 1e3;
    }
    print("inclusion proof of " + size + " leaves, µs", micros);
  }

  private static void print(String what, double[] values) {
    Arrays.sort(values);
    System.out.printf(
        "%s: median %.0f, p99 %.0f, max %.0f%n",
        what,
        values[values.length / 2],
        values[values.length * 99 / 100],
        values[values.length - 1]);
  }

  private void verify(LogStory story) throws IOException {
    story.sign();
    Path log = story.export(directory.resolve("log"));
    System.gc();
    long began = System.nanoTime();
    int code =
        Main.run(List.of(log.toString(), "--key", story.key().text()), System.out, System.err);
    assertThat(code).isEqualTo(Main.CLEAN);
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "verified in %.1f s, heap in use %d MiB%n",
        (System.nanoTime() - began) / 1e9, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    try (var files = Files.walk(log)) {
      System.out.printf("%d files%n", files.count());
    }
  }

  /** From commit to leaf, while writers commit as fast as they can. */
  private static void lag(LogSchema schema) throws Exception {
    Map<Long, Long> committed = new ConcurrentHashMap<>();
    List<Double> millis = new ArrayList<>();
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicLong next = new AtomicLong(1L << 40);
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1)) {
      Future<?> sequencing =
          threads.submit(
              () -> {
                Sequencer sequencer = new Sequencer(schema.database, new Time());
                long size = schema.number("SELECT size FROM ledger_head");
                while (writing.get() || schema.number("SELECT COUNT(*) FROM ledger_queue") > 0) {
                  Sequencer.Batch batch = sequencer.sequence(1_024);
                  if (batch.integrated() == 0) {
                    Thread.sleep(5);
                    continue;
                  }
                  long now = System.nanoTime();
                  for (long id : entriesFrom(schema, size)) {
                    Long at = committed.remove(id);
                    millis.add(at == null ? 0 : (now - at) / 1e6);
                  }
                  size = batch.size();
                }
                return null;
              });
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(
            threads.submit(
                () -> {
                  try (Connection connection = schema.database.getConnection()) {
                    connection.setAutoCommit(false);
                    while (System.nanoTime() - began < LOAD.toNanos()) {
                      long id = next.incrementAndGet();
                      LogSchema.Entry entry =
                          new LogSchema.Entry(
                              id, "l" + id, 1, "{\"pad\":\"" + "x".repeat(600) + "\"}");
                      LogSchema.insert(connection, entry, entry.id());
                      connection.commit();
                      committed.put(entry.id(), System.nanoTime());
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      writing.set(false);
      sequencing.get();
    }
    System.out.printf(
        "%d writers: %.0f commits a second%n", WRITERS, millis.size() / (double) LOAD.toSeconds());
    print(
        "lag from commit to leaf, ms", millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static List<Long> entriesFrom(LogSchema schema, long index) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = schema.database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT entry_id FROM ledger_leaf WHERE leaf_index >= ?")) {
      select.setLong(1, index);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
    }
    return ids;
  }
}
