package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.FakeWitness.Mood;
import org.microwish.ledger.leaf.AggregateType;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.platform.Time;

/** Witnesses that are slow, silent, away or back again, on a log in which nothing else happens. */
@Tag("database")
class WitnessesTest {

  private static final String ORIGIN = "log.example/ledger";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static LogSchema schema;

  private final NoteSigner key = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
  private final List<FakeWitness> fakes = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>();
  private Witnesses witnesses;

  @BeforeAll
  static void makeSchema() throws SQLException {
    schema = LogSchema.create("witnesses");
  }

  @BeforeEach
  void emptyTheLedger() throws SQLException {
    schema.empty();
    settings.put("microwish.ledger.origin", ORIGIN);
  }

  @AfterEach
  void stop() throws InterruptedException {
    fakes.forEach(FakeWitness::close);
    if (witnesses != null) {
      witnesses.stop();
    }
  }

  private FakeWitness witness(String name) throws Exception {
    FakeWitness fake = new FakeWitness(name, key.key());
    fakes.add(fake);
    settings.putAll(fake.settings());
    settings.put("microwish.ledger.witnesses." + name + ".timeout", "1s");
    return fake;
  }

  private LedgerConfig config() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(LedgerConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(settings, "test", 500))
        .build()
        .getConfigMapping(LedgerConfig.class);
  }

  private void start() {
    witnesses = new Witnesses(config(), checkpoints(), new StoredTiles(schema.database));
    witnesses.start();
  }

  private static Checkpoints checkpoints() {
    return new Checkpoints(new Queries(schema.database), new Time());
  }

  /** Adds entries and publishes a checkpoint of the tree. */
  private Published publish(int entries) throws SQLException {
    try (Connection connection = schema.database.getConnection()) {
      for (int i = 0; i < entries; i++) {
        LogSchema.Entry entry = LogSchema.entry("c" + System.nanoTime(), 1);
        LogSchema.insert(connection, entry, entry.id());
      }
    }
    new Sequencer(schema.database, new Time()).sequence(10_000);
    Checkpoints checkpoints = checkpoints();
    TreeHead head = checkpoints.head();
    Checkpoint checkpoint = new Checkpoint(ORIGIN, head.size(), head.root());
    String text = checkpoint.text();
    checkpoints.append(
        checkpoints.lastSeq() + 1, checkpoint, new SignedNote(text, List.of(key.sign(text))));
    Published published = checkpoints.latest(ORIGIN).orElseThrow();
    if (witnesses != null) {
      witnesses.published(new CheckpointPublisher.NewCheckpoint(published));
    }
    return published;
  }

  private static boolean isCosigned(Published published, FakeWitness by) {
    return checkpoints().cosignatures(published.seq()).stream()
        .anyMatch(line -> line.isOf(by.signer.key()));
  }

  private static void awaitCosigned(Published published, FakeWitness by) {
    await().atMost(SOON).until(() -> isCosigned(published, by));
  }

  private Duration age(FakeWitness witness) {
    return new WitnessStatus(config(), witnesses, checkpoints(), new Time())
        .age(witness.signer.key());
  }

  @Test
  void everyCheckpoint_isCosigned_andServedWithTheCosignature() throws Exception {
    FakeWitness witness = witness("w").start();
    Published first = publish(300);
    start();
    awaitCosigned(first, witness);
    for (int i = 0; i < 3; i++) {
      Published next = publish(300);
      awaitCosigned(next, witness);
      assertThat(checkpoints().cosigned(next).signedBy(List.of(key.key(), witness.signer.key())))
          .containsExactly(key.key(), witness.signer.key());
    }
    assertThat(witness.size).isEqualTo(1_200);
    // A restarted service does not know the witness's size and learns it from a 409.
    witnesses.stop();
    start();
    awaitCosigned(publish(1), witness);
    assertThat(witness.requests.getLast()).startsWith("old 1200\n");
  }

  @Test
  @Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void witnessThatStallsAfterItsHeaders_delaysNoOther_norTheShutdown() throws Exception {
    FakeWitness silent = witness("silent").start();
    FakeWitness well = witness("well").start();
    silent.mood = Mood.STALLS;
    settings.put("microwish.ledger.witnesses.silent.timeout", "1h");
    start();
    for (int i = 0; i < 3; i++) {
      awaitCosigned(publish(5), well);
    }
    // The witness has not answered the first request yet; the shutdown must not wait for it either.
    await().atMost(SOON).until(() -> silent.requests.size() == 1);
    assertThat(threads()).contains("ledger-witness-silent.example");
    witnesses.stop();
    assertThat(threads()).doesNotContain("ledger-witness-silent.example");
    witnesses = null;
  }

  @Test
  void hostileAnswersAndUrls_neitherStopTheOthers_norReachOtherServers() throws Exception {
    FakeWitness floods = witness("floods").start();
    FakeWitness redirects = witness("redirects").start();
    FakeWitness file = witness("file");
    FakeWitness well = witness("well").start();
    floods.mood = Mood.FLOODS;
    redirects.mood = Mood.REDIRECTS;
    settings.put("microwish.ledger.witnesses.file.url", "file:///etc");
    start();
    awaitCosigned(publish(5), well);
    await().atMost(SOON).until(() -> !floods.requests.isEmpty() && !redirects.requests.isEmpty());
    Published next = publish(5);
    awaitCosigned(next, well);
    assertThat(redirects.elsewhere).hasValue(0);
    assertThat(List.of(floods, redirects, file)).noneMatch(one -> isCosigned(next, one));
  }

  /**
   * Each witness is always late, but all cosign some checkpoints in common: otherwise auditors
   * would never find a quorum.
   */
  @Test
  void checkpointThatOthersHaveCosigned_isCosignedFirst_thenTheNewest() throws Exception {
    FakeWitness late = witness("late").start();
    FakeWitness other = witness("other");
    Published first = publish(5);
    Published second = publish(5);
    Published third = publish(5);
    checkpoints()
        .cosign(second.seq(), other.signer.cosign(SignedNote.parse(second.note()).text(), 1));
    start();
    awaitCosigned(third, late);
    assertThat(isCosigned(second, late)).isTrue();
    assertThat(isCosigned(first, late)).isFalse();
    assertThat(checkpoints().nextFor(ORIGIN, late.signer.key())).isEmpty();
    assertThat(checkpoints().nextFor(ORIGIN, other.signer.key()).map(Published::seq))
        .contains(third.seq());
  }

  /** The newest checkpoint of a busy log has no cosignatures yet, but older ones prove as much. */
  @Test
  void proofs_useTheCheckpointThatMostWitnessesCosigned_ofThoseThatCoverTheLeaf() throws Exception {
    FakeWitness one = witness("one");
    FakeWitness two = witness("two");
    publish(5);
    Published second = publish(5);
    Published third = publish(5);
    Published fourth = publish(5);
    for (FakeWitness by : List.of(one, two)) {
      checkpoints()
          .cosign(second.seq(), by.signer.cosign(SignedNote.parse(second.note()).text(), 1));
    }
    checkpoints().cosign(third.seq(), one.signer.cosign(SignedNote.parse(third.note()).text(), 1));
    Queries queries = new Queries(schema.database);
    LedgerReads reads = new LedgerReads(queries, checkpoints());
    StoredTiles tiles = new StoredTiles(schema.database);
    LedgerProofs proofs = new LedgerProofs(config(), reads, checkpoints(), tiles);
    AggregateProofs ofAggregates = new AggregateProofs(config(), reads, checkpoints(), tiles);
    for (Object[] row : new Object[][] {{0L, second}, {9L, second}, {10L, third}, {15L, fourth}}) {
      Published expected = (Published) row[1];
      long entryId =
          queries
              .first(
                  Long.class,
                  "SELECT entry_id FROM ledger_leaf WHERE leaf_index = :index",
                  Map.of("index", row[0]))
              .orElseThrow();
      LedgerProofs.OfEntry proof = proofs.ofEntry(entryId);
      assertThat(proof.tree()).isEqualTo(expected.head());
      assertThat(proof.note()).isEqualTo(checkpoints().cosigned(expected).note());
      byte[] leafHash = org.microwish.ledger.merkle.Hashes.leaf(proof.entry().bytes());
      assertThat(proof.file().proves(leafHash, key.key())).isTrue();
      String wish =
          queries
              .first(
                  String.class,
                  "SELECT aggregate_id FROM ledger_entry WHERE entry_id = :id",
                  Map.of("id", entryId))
              .orElseThrow();
      assertThat(ofAggregates.covered(AggregateType.WISH, wish).checkpoint())
          .isEqualTo(proof.note());
    }
    assertThat(checkpoints().covering(ORIGIN, 20)).isEmpty();
  }

  /**
   * The witness's last response was lost, so the service does not know what the witness has
   * cosigned.
   */
  @Test
  void witnessThatIsAhead_isAskedForTheNewest() throws Exception {
    FakeWitness ahead = witness("ahead").start();
    FakeWitness other = witness("other");
    Published second = publish(5);
    Published third = publish(5);
    checkpoints()
        .cosign(second.seq(), other.signer.cosign(SignedNote.parse(second.note()).text(), 1));
    ahead.size = third.head().size();
    ahead.root = third.head().root();
    start();
    awaitCosigned(third, ahead);
    assertThat(isCosigned(second, ahead)).isFalse();
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  @Test
  void witnessThatStalls_isGivenUp_andAskedAgainUntilItCosigns() throws Exception {
    FakeWitness witness = witness("w").start();
    witness.mood = Mood.STALLS;
    Published quiet = publish(5);
    start();
    await().atMost(SOON).until(() -> witness.requests.size() >= 2);
    assertThat(isCosigned(quiet, witness)).isFalse();
    witness.mood = Mood.WELL;
    awaitCosigned(quiet, witness);
  }

  /**
   * The witness cosigned after the service had stopped waiting, so it knows a tree of which the
   * service has no cosignature.
   */
  @Test
  void slowWitness_isAskedAgainUntilItsCosignatureArrives() throws Exception {
    FakeWitness witness = witness("w").start();
    witness.mood = Mood.SLOW;
    Published quiet = publish(5);
    start();
    await().atMost(SOON).until(() -> witness.size == 5);
    witness.mood = Mood.WELL;
    awaitCosigned(quiet, witness);
  }

  @Test
  void witnessThatIsAwayAtStart_cosignsTheNewestCheckpointWhenItComes() throws Exception {
    FakeWitness witness = witness("w");
    publish(5);
    Published quiet = publish(5);
    start();
    await().atMost(SOON).until(() -> age(witness).isPositive());
    witness.start();
    awaitCosigned(quiet, witness);
    assertThat(age(witness)).isZero();
  }

  @Test
  void restartingWitness_cosigns_withAndWithoutItsMemory() throws Exception {
    FakeWitness witness = witness("w").start();
    start();
    awaitCosigned(publish(5), witness);
    witness.leave();
    Published missed = publish(5);
    await().atMost(SOON).until(() -> age(witness).isPositive());
    witness.start();
    awaitCosigned(missed, witness);
    witness.leave();
    witness.size = 0;
    Published forgotten = publish(5);
    witness.start();
    awaitCosigned(forgotten, witness);
  }

  @Test
  void cosignatureFromTheFuture_orFailure_isNotKept() throws Exception {
    FakeWitness witness = witness("w").start();
    witness.mood = Mood.AHEAD;
    Published quiet = publish(5);
    start();
    await().atMost(SOON).until(() -> !witness.requests.isEmpty());
    witness.mood = Mood.FAILS;
    await().atMost(SOON).until(() -> witness.requests.size() >= 3);
    assertThat(isCosigned(quiet, witness)).isFalse();
    witness.mood = Mood.WELL;
    awaitCosigned(quiet, witness);
    SignedNote.Line line = checkpoints().cosignatures(quiet.seq()).getFirst();
    assertThat(line.isFromTheFuture(java.time.Instant.now())).isFalse();
  }

  @Test
  void age_isThatOfTheOldestCheckpointThatTheWitnessShouldHaveCosigned() throws Exception {
    FakeWitness witness = witness("w");
    start();
    Published first = publish(5);
    Published second = publish(5);
    publish(5);
    Checkpoints checkpoints = checkpoints();
    assertThat(checkpoints.waitingSince(ORIGIN, witness.signer.key()))
        .contains(first.publishedAt());
    String text = SignedNote.parse(first.note()).text();
    checkpoints.cosign(first.seq(), witness.signer.cosign(text, 1));
    assertThat(checkpoints.waitingSince(ORIGIN, witness.signer.key()))
        .contains(second.publishedAt());
    schema.execute("UPDATE ledger_checkpoint SET published_at = '2026-01-01'");
    WitnessStatus status = new WitnessStatus(config(), witnesses, checkpoints, new Time());
    assertThat(status.age(witness.signer.key())).isGreaterThan(Duration.ofDays(1));
    assertThat(status.call().getStatus())
        .isEqualTo(org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN);
    witness.start();
    await()
        .atMost(SOON)
        .until(
            () ->
                status.call().getStatus()
                    == org.eclipse.microprofile.health.HealthCheckResponse.Status.UP);
  }

  @Test
  void invalidWitnessKey_isRefusedAtStart() {
    settings.put("microwish.ledger.witnesses.w.key", key.key().text());
    assertThatThrownBy(this::start)
        .hasMessageContaining("microwish.ledger.witnesses.w.key")
        .hasMessageContaining("cosignatures");
    settings.put(
        "microwish.ledger.witnesses.w.key",
        NoteSigner.generate(ORIGIN, NoteKey.Type.COSIGNATURE).key().text());
    assertThatThrownBy(this::start).hasMessageContaining("the log's name");
    settings.put("microwish.ledger.witnesses.w.key", "x");
    assertThatThrownBy(this::start).hasMessageContaining("microwish.ledger.witnesses.w.key");
    settings.keySet().removeIf(name -> name.contains("witnesses"));
  }
}
