package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.leaf.Leaf;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.TileNodes;
import org.microwish.platform.Id;
import org.microwish.platform.Time;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
import org.microwish.testing.PeakMemory;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.testing.VerifierJar;
import org.microwish.verify.Main;

/**
 * Prints figures of a large log; not part of the regular tests. Run with {@code ./mvnw verify
 * -Pslow -Dit.test=LedgerBenchmark -Dbenchmark.entries=1000000}.
 */
@Tag("long")
class LedgerBenchmark {

  private static final int ENTRIES = Integer.getInteger("benchmark.entries", 100_000);
  private static final int CHUNK = 5_000;
  private static final int SMALL = 1_000;
  private static final int PROOFS = 2_000;
  private static final int WRITERS = 16;
  private static final Duration LOAD = Duration.ofSeconds(10);
  private static final String VERIFIER_HEAP = "1g";
  private static final String SERVICE_HEAP = "256m";
  private static final int CLAIMS = 8_192;
  private static final int CLAIMERS = 64;

  @TempDir Path directory;

  @Test
  void figuresOfALargeLog() throws Exception {
    SampleLog story = SampleLog.create();
    story.clear();
    LogSchema schema = story.schema();
    write(schema, 0, SMALL);
    double small = proofs(schema, SMALL);
    write(schema, SMALL, ENTRIES);
    double large = proofs(schema, ENTRIES);
    System.out.printf("proof at %d ÷ at %d leaves: %.2f%n", ENTRIES, SMALL, large / small);
    verify(story);
    download(
        schema.settings,
        ENTRIES + " leaves exported",
        "/api/v1/ledger/export",
        Tokens.auditor("auditor-bench", Street.STREET));
    lag(schema);
    DatabaseSettings claims = TestDatabase.grantedSchema("claim_load");
    Street street = Street.in(() -> TestDatabase.connection(claims));
    claimLoad(claims, street);
    multiply(street, CLAIMS, ENTRIES);
    download(
        claims,
        street.number("SELECT COUNT(*) FROM wish") + " rows as a spreadsheet",
        "/api/v1/ledger/spreadsheet",
        Tokens.auditor("auditor-bench", Street.STREET));
  }

  /** Fills the log from one size to another, in whole wishes, and sequences it. */
  private static void write(LogSchema schema, long from, long to) throws SQLException {
    Sequencer sequencer = new Sequencer(schema.database, new Time());
    int wish = (int) (from / SampleLog.wish(1).size()) + 1;
    List<Leaf> pending = new ArrayList<>(SampleLog.wish(wish));
    pending.subList(0, (int) (from % pending.size())).clear();
    long writing = 0;
    long sequencing = 0;
    for (long written = from; written < to; ) {
      List<LogSchema.Entry> entries = new ArrayList<>();
      while (entries.size() < CHUNK && written + entries.size() < to) {
        if (pending.isEmpty()) {
          pending.addAll(SampleLog.wish(++wish));
        }
        Leaf leaf = pending.removeFirst();
        entries.add(
            new LogSchema.Entry(
                written + entries.size() + 1,
                leaf.aggregateId(),
                leaf.version(),
                new String(leaf.bytes(), StandardCharsets.UTF_8)));
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
    }
    System.out.printf(
        "%d entries written at %.0f a second, sequenced at %.0f a second%n",
        to - from, (to - from) * 1e9 / writing, (to - from) * 1e9 / sequencing);
  }

  /** Measures inclusion proofs and returns their median duration in microseconds. */
  private static double proofs(LogSchema schema, long size) {
    SplittableRandom random = new SplittableRandom(1);
    TileNodes nodes = new TileNodes(new StoredTiles(schema.database));
    double[] micros = new double[PROOFS];
    for (int i = 0; i < PROOFS; i++) {
      long began = System.nanoTime();
      Proofs.inclusion(nodes, random.nextLong(size), size);
      micros[i] = (System.nanoTime() - began) / 1e3;
    }
    print("inclusion proof of " + size + " leaves, µs", micros);
    return micros[PROOFS / 2];
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

  /** Verifies the log with the verifier's JAR file, as an auditor does. */
  private void verify(SampleLog story) throws Exception {
    story.sign();
    Path log = story.export(directory.resolve("log"));
    long began = System.nanoTime();
    VerifierJar.Ended ended =
        VerifierJar.runWith(
            List.of("-Xmx" + VERIFIER_HEAP), log.toString(), "--key", story.key().text());
    double seconds = (System.nanoTime() - began) / 1e9;
    assertThat(ended.code()).as(ended.output()).isEqualTo(Main.CLEAN);
    System.out.printf(
        "verified in %.1f s, %.0f leaves a second, with -Xmx%s; %d MiB resident at most%n",
        seconds, ENTRIES / seconds, VERIFIER_HEAP, ended.peakMiB());
  }

  /** Downloads a large file from a packaged service with a small heap. */
  private static void download(DatabaseSettings settings, String what, String path, String token)
      throws Exception {
    try (PackagedService service =
            PackagedService.on(settings)
                .with("JAVA_TOOL_OPTIONS", "-Xmx" + SERVICE_HEAP)
                .start(PackagedService.freePort())
                .awaitReady();
        Http http = new Http()) {
      long before = PeakMemory.of(service.process().toHandle()).orElse(0);
      long began = System.nanoTime();
      Http.Download answer =
          http.get(service.uri(path)).timeout(Duration.ofMinutes(10)).bearer(token).download();
      assertThat(answer.status()).isEqualTo(200);
      System.out.printf(
          "%s: %d MiB in %.1f s from a service with -Xmx%s; %d MiB resident at most, %d before%n",
          what,
          answer.bytes() >> 20,
          (System.nanoTime() - began) / 1e9,
          SERVICE_HEAP,
          PeakMemory.of(service.process().toHandle()).orElse(0),
          before);
    }
  }

  /** Measures the time from commit to leaf while writers commit as fast as they can. */
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

  // Claims over HTTP ------------------------------------------------------------------------------

  /**
   * Prints the sequencing lag that a packaged service measures while clients claim as fast as they
   * can.
   */
  private static void claimLoad(DatabaseSettings schema, Street street) throws Exception {
    List<Long> members = street.members(street.organisation(), Street.COMMUNITY, CLAIMS);
    openWishes(street);
    try (PackagedService service =
            PackagedService.on(schema).start(PackagedService.freePort()).awaitReady();
        ExecutorService threads = Executors.newFixedThreadPool(CLAIMERS);
        Http http = new Http()) {
      AtomicInteger next = new AtomicInteger();
      AtomicInteger won = new AtomicInteger();
      long began = System.nanoTime();
      List<Future<?>> claiming = new ArrayList<>();
      for (int i = 0; i < CLAIMERS; i++) {
        claiming.add(
            threads.submit(
                () -> {
                  for (int at = next.getAndIncrement(); at < CLAIMS; at = next.getAndIncrement()) {
                    won.addAndGet(claim(http, service, members.get(at), at + 1));
                  }
                  return null;
                }));
      }
      for (Future<?> one : claiming) {
        one.get();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> street.number("SELECT COUNT(*) FROM ledger_queue") == 0);
      String metrics = http.get(service.uri("/q/metrics")).send().text();
      System.out.printf(
          "%d callers claimed at %.0f a second, everything on; lag from recording to leaf: p50"
              + " below %s s, p99 below %s s%n",
          CLAIMERS, won.get() / seconds, lagBelow(metrics, 0.5), lagBelow(metrics, 0.99));
    }
  }

  /** Creates one open wish per claim, with direct INSERTs, so without ledger entries. */
  private static void openWishes(Street street) {
    street.update(
        "INSERT INTO wish (id, version, kind, state, round, channel, category, division_path,"
            + " public_title, claim_policy, capacity, places, needs_approval, claimable_by,"
            + " claimable_from, claiming_closed, claim_by, places_taken, pending_claims,"
            + " active_claims, started_claims, delivered_claims, funding, amount_taken, committed,"
            + " spent, returned, created_by, created_at, updated_at, first_published_at,"
            + " published_at, last_occurred_at, sample) VALUES (1, 0, 'WISH', 'OPEN', 1,"
            + " 'GRID_WORKER', 'GOODS', ?, '轮椅', 'EXCLUSIVE', 'PLACES', 1, FALSE, 'BOTH',"
            + " 'ANYWHERE', FALSE, '2099-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'bench',"
            + " '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01', '2026-01-01', FALSE)",
        Street.COMMUNITY);
    multiply(street, 1, CLAIMS);
  }

  /** Doubles the wishes, which are numbered from 1, until there are enough. */
  private static void multiply(Street street, int from, int enough) {
    for (int wishes = from; wishes < enough; wishes *= 2) {
      street.update(
          "INSERT INTO wish (id, version, kind, state, round, channel, category, division_path,"
              + " public_title, claim_policy, capacity, places, needs_approval, claimable_by,"
              + " claimable_from, claiming_closed, claim_by, places_taken, pending_claims,"
              + " active_claims, started_claims, delivered_claims, funding, amount_taken,"
              + " committed, spent, returned, created_by, created_at, updated_at,"
              + " first_published_at, published_at, last_occurred_at, sample) SELECT id + ?,"
              + " version, kind, state, round, channel, category, division_path, public_title,"
              + " claim_policy, capacity, places, needs_approval, claimable_by, claimable_from,"
              + " claiming_closed, claim_by, places_taken, pending_claims, active_claims,"
              + " started_claims, delivered_claims, funding, amount_taken, committed, spent,"
              + " returned, created_by, created_at, updated_at, first_published_at, published_at,"
              + " last_occurred_at, sample FROM wish",
          wishes);
    }
  }

  private static int claim(Http http, PackagedService service, long member, long wish)
      throws IOException {
    Answer answer =
        http.post(service.uri("/api/v1/wishes/" + Id.text(wish) + "/claims"))
            .bearer(Tokens.member("member-" + member, member))
            .key("claim-load-" + wish)
            .json("{}")
            .send();
    assertThat(answer.status()).as(answer.text()).isIn(201, 503);
    return answer.status() == 201 ? 1 : 0;
  }

  /**
   * Returns the smallest bucket bound of the histogram below which the given part of all lags lies.
   */
  private static String lagBelow(String metrics, double part) {
    Pattern bucket =
        Pattern.compile("microwish_ledger_lag_seconds_bucket\\{.*le=\"([^\"]+)\".*} ([0-9.E]+)");
    List<MatchResult> buckets = bucket.matcher(metrics).results().toList();
    double all = Double.parseDouble(buckets.getLast().group(2));
    return buckets.stream()
        .filter(one -> Double.parseDouble(one.group(2)) >= part * all)
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
