package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.CheckpointSigner.Look;
import org.microwish.ledger.CheckpointSigner.Stop;
import org.microwish.ledger.Checkpoints.Published;
import org.microwish.ledger.merkle.Checkpoint;
import org.microwish.ledger.merkle.Hash;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.ledger.merkle.Proofs;
import org.microwish.ledger.merkle.SignedNote;
import org.microwish.platform.Time;

/** Tests when an instance signs a checkpoint, and when it must refuse to. */
@Tag("database")
class CheckpointSignerTest {

  private static final String ORIGIN = "log.example/ledger";
  private static LogSchema schema;

  @TempDir Path directory;

  private final NoteSigner key = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
  private HttpServer witness;

  @BeforeAll
  static void makeSchema() throws SQLException {
    schema = LogSchema.create("checkpoints");
  }

  @BeforeEach
  void emptyTheLedger() throws SQLException {
    schema.empty();
  }

  @AfterEach
  void stopWitness() {
    if (witness != null) {
      witness.stop(0);
    }
  }

  /** Creates the signer of one instance of the service. */
  private CheckpointSigner instance(String name, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("microwish.ledger.origin", ORIGIN);
    all.putIfAbsent("microwish.ledger.checkpoint.interval", "0s");
    all.putIfAbsent("microwish.ledger.checkpoint.signing-keys", key.pem());
    all.putIfAbsent("microwish.ledger.checkpoint.copy", copyOf(name).toString());
    LedgerConfig config = config(all);
    Checkpoints checkpoints = checkpoints();
    StoredTiles tiles = new StoredTiles(schema.database);
    return new CheckpointSigner(
        config,
        new SigningKeys(config),
        checkpoints,
        new CheckpointGuard(tiles),
        new Witnesses(config, checkpoints, tiles),
        new Lease(schema.database, "publish", name));
  }

  private static LedgerConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(LedgerConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(settings, "test", 500))
        .build()
        .getConfigMapping(LedgerConfig.class);
  }

  private CheckpointSigner instance(String name) {
    return instance(name, Map.of());
  }

  private Path copyOf(String name) {
    return directory.resolve(name + ".txt");
  }

  private static Checkpoints checkpoints() {
    return new Checkpoints(new Queries(schema.database), new Time());
  }

  private static void grow(int entries) throws SQLException {
    try (Connection connection = schema.database.getConnection()) {
      for (int i = 0; i < entries; i++) {
        LogSchema.Entry entry = LogSchema.entry("c" + System.nanoTime(), 1);
        LogSchema.insert(connection, entry, entry.id());
      }
    }
    new Sequencer(schema.database, new Time()).sequence(10_000);
  }

  /** Deletes the newest leaves, as restoring a backup would. */
  private static void restoreTo(long size, Hash root) throws SQLException {
    schema.execute("DELETE FROM ledger_leaf WHERE leaf_index >= " + size);
    schema.execute("DELETE FROM ledger_checkpoint WHERE size > " + size);
    schema.execute(
        "UPDATE ledger_head SET size = %d, root = UNHEX('%s')".formatted(size, root.hex()));
  }

  private static void release() throws SQLException {
    schema.execute("UPDATE ledger_lease SET held_until = '1970-01-01'");
  }

  @Test
  void every_new_head_is_signed_once_and_extends_the_one_before() throws SQLException {
    CheckpointSigner one = instance("one");
    Look empty = one.look();
    assertThat(empty.added()).isTrue();
    assertThat(empty.latest().head().size()).isZero();
    assertThat(one.look().added()).isFalse();
    for (int i = 0; i < 5; i++) {
      grow(100);
      Look look = one.look();
      assertThat(look.added()).isTrue();
      assertThat(look.stop()).isNull();
      assertThat(look.latest().head()).isEqualTo(checkpoints().head());
      SignedNote note = SignedNote.parse(look.latest().note());
      assertThat(note.signedBy(List.of(key.key()))).containsExactly(key.key());
      assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(100L * (i + 1));
      assertThat(Files.exists(copyOf("one"))).isTrue();
      assertThat(one.look().added()).isFalse();
    }
    assertThat(checkpoints().after(0, 100))
        .extracting(Published::seq)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(checkpoints().keys(ORIGIN)).containsExactly(key.key());
  }

  @Test
  void no_checkpoint_is_signed_before_the_interval_has_passed() throws SQLException {
    CheckpointSigner slow = instance("slow", Map.of("microwish.ledger.checkpoint.interval", "1h"));
    assertThat(slow.look().added()).isTrue();
    grow(1);
    assertThat(slow.look().added()).isFalse();
    assertThat(slow.look().stop()).isNull();
  }

  @Test
  void an_instance_without_the_lease_copies_the_checkpoint_of_another() throws Exception {
    CheckpointSigner one = instance("one");
    CheckpointSigner two = instance("two");
    one.look();
    assertThat(two.look().ours()).isFalse();
    grow(3);
    one.look();
    two.look();
    assertThat(Files.readString(copyOf("two"))).isEqualTo(Files.readString(copyOf("one")));
    one.release();
    release();
    grow(1);
    CheckpointSigner again = instance("two");
    assertThat(again.look().added()).isTrue();
  }

  @Test
  void a_database_restored_behind_a_published_checkpoint_is_not_signed() throws SQLException {
    CheckpointSigner one = instance("one");
    one.look();
    grow(300);
    TreeHead early = one.look().latest().head();
    grow(300);
    one.look();
    restoreTo(300, early.root());
    assertThat(one.look().stop()).isEqualTo(Stop.ROLLED_BACK);
    assertThat(instance("one").look().stop()).isEqualTo(Stop.ROLLED_BACK);
    // Growing past the old size with other entries still gives another tree.
    grow(400);
    assertThat(one.look().stop()).isEqualTo(Stop.ROLLED_BACK);
    release();
    assertThat(instance("one").look().stop()).isEqualTo(Stop.ROLLED_BACK);
    assertThat(checkpoints().latest(ORIGIN).orElseThrow().head()).isEqualTo(early);
  }

  @Test
  void signing_resumes_when_the_correct_database_is_restored() throws SQLException {
    CheckpointSigner one = instance("one");
    one.look();
    grow(10);
    TreeHead early = one.look().latest().head();
    grow(10);
    TreeHead late = one.look().latest().head();
    schema.execute("CREATE TABLE kept AS SELECT * FROM ledger_leaf WHERE leaf_index >= 10");
    restoreTo(10, early.root());
    assertThat(one.look().stop()).isEqualTo(Stop.ROLLED_BACK);
    schema.execute("INSERT INTO ledger_leaf SELECT * FROM kept");
    schema.execute("DROP TABLE kept");
    schema.execute("UPDATE ledger_head SET size = 20, root = UNHEX('" + late.root().hex() + "')");
    assertThat(one.look().stop()).isNull();
    release();
    Look back = instance("one").look();
    assertThat(back.latest().head()).isEqualTo(late);
  }

  @Test
  void a_checkpoint_history_that_contradicts_the_tree_stops_signing() throws SQLException {
    CheckpointSigner one = instance("one");
    one.look();
    grow(5);
    one.look();
    schema.execute("UPDATE ledger_checkpoint SET root = UNHEX(SHA2('x', 256)) WHERE size = 5");
    assertThat(one.look().stop()).isEqualTo(Stop.HISTORY_DIFFERS);
  }

  @Test
  void an_instance_without_a_saved_checkpoint_signs_only_after_an_operator_confirms_the_head()
      throws SQLException {
    CheckpointSigner one = instance("one");
    one.look();
    grow(20);
    TreeHead head = one.look().latest().head();
    one.release();
    release();
    assertThat(instance("new").look().stop()).isEqualTo(Stop.NOTHING_SAVED);
    String trusted = "microwish.ledger.checkpoint.trusted";
    assertThat(
            instance("new", Map.of(trusted, "20 " + Hash.of(new byte[32]).base64())).look().stop())
        .isEqualTo(Stop.NOT_TRUSTED);
    assertThat(instance("new", Map.of(trusted, "21 " + head.root().base64())).look().stop())
        .isEqualTo(Stop.NOT_TRUSTED);
    grow(1);
    Look look = instance("new", Map.of(trusted, "20 " + head.root().base64())).look();
    assertThat(look.stop()).isNull();
    assertThat(look.added()).isTrue();
    assertThat(Files.exists(copyOf("new"))).isTrue();
  }

  @Test
  void a_nonempty_log_without_a_saved_checkpoint_is_not_signed_unless_the_key_is_new()
      throws SQLException {
    grow(5);
    assertThat(instance("one").look().stop()).isEqualTo(Stop.NOTHING_SAVED);
    // A key generated at this start cannot have signed anything else.
    Map<String, String> embedded = new HashMap<>();
    embedded.put("microwish.ledger.checkpoint.signing-keys", "");
    embedded.put("microwish.ledger.checkpoint.copy", "");
    embedded.put("microwish.ledger.embedded-directory", directory.resolve("home").toString());
    assertThat(instance("embedded", embedded).look().added()).isTrue();
    grow(1);
    assertThat(instance("embedded", embedded).look().added()).isTrue();
  }

  @Test
  void without_a_key_or_a_copy_path_nothing_is_signed() throws SQLException {
    assertThat(
            instance("one", Map.of("microwish.ledger.checkpoint.signing-keys", "")).look().stop())
        .isEqualTo(Stop.NO_KEY);
    assertThat(instance("one", Map.of("microwish.ledger.checkpoint.copy", "")).look().stop())
        .isEqualTo(Stop.NO_COPY);
  }

  @Test
  void a_new_key_must_sign_together_with_the_old_one_first() throws SQLException {
    NoteSigner next = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
    String keys = "microwish.ledger.checkpoint.signing-keys";
    instance("one").look();
    grow(1);
    instance("one").look();
    assertThat(instance("one", Map.of(keys, next.pem())).look().stop()).isEqualTo(Stop.UNKNOWN_KEY);
    // During the overlap both keys sign, at once and without a new leaf.
    Look both = instance("one", Map.of(keys, key.pem() + "," + next.pem())).look();
    assertThat(both.added()).isTrue();
    assertThat(SignedNote.parse(both.latest().note()).signedBy(List.of(key.key(), next.key())))
        .containsExactly(key.key(), next.key());
    assertThat(checkpoints().keys(ORIGIN)).containsExactlyInAnyOrder(key.key(), next.key());
    Look after = instance("one", Map.of(keys, next.pem())).look();
    assertThat(after.added()).isTrue();
    assertThat(SignedNote.parse(after.latest().note()).signedBy(List.of(key.key(), next.key())))
        .containsExactly(next.key());
    assertThat(checkpoints().keys(ORIGIN)).hasSize(2);
  }

  @Test
  void another_origin_starts_a_new_log_and_keeps_the_old_history() throws SQLException {
    CheckpointSigner one = instance("one");
    one.look();
    grow(7);
    TreeHead head = one.look().latest().head();
    one.release();
    NoteSigner other = NoteSigner.generate("log.example/second", NoteKey.Type.ED25519);
    Map<String, String> settings =
        Map.of(
            "microwish.ledger.origin",
            "log.example/second",
            "microwish.ledger.checkpoint.signing-keys",
            other.pem(),
            "microwish.ledger.checkpoint.trusted",
            "7 " + head.root().base64());
    Look look = instance("one", settings).look();
    assertThat(look.added()).isTrue();
    assertThat(look.latest().seq()).isEqualTo(3);
    assertThat(checkpoints().latest(ORIGIN).orElseThrow().seq()).isEqualTo(2);
    assertThat(checkpoints().keys(ORIGIN)).containsExactly(key.key());
  }

  @Test
  void concurrent_signers_with_the_same_lease_make_one_history() throws Exception {
    instance("one").look();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      CheckpointSigner signer = instance("one");
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int n = 0; n < 25; n++) {
                        assertThat(signer.look().stop()).isNull();
                      }
                    } catch (RuntimeException | AssertionError failed) {
                      synchronized (failures) {
                        failures.add(failed);
                      }
                    }
                  }));
    }
    for (int i = 0; i < 20; i++) {
      grow(3);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    List<Published> history = checkpoints().after(0, 1000);
    for (int i = 1; i < history.size(); i++) {
      assertThat(history.get(i).seq()).isEqualTo(history.get(i - 1).seq() + 1);
      assertThat(history.get(i).head().size())
          .isGreaterThanOrEqualTo(history.get(i - 1).head().size());
    }
  }

  /** In-memory witness of one log, following the tlog-witness specification. */
  private final class Witness {
    final NoteSigner signer = NoteSigner.generate("witness.example", NoteKey.Type.COSIGNATURE);
    final List<String> requests = new ArrayList<>();
    long size;
    Hash root = Hash.of(new byte[32]);

    Map<String, String> start() throws IOException {
      witness = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      witness.createContext(
          "/add-checkpoint",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(body);
            int split = body.indexOf("\n\n");
            List<String> lines = body.substring(0, split).lines().toList();
            long old = Long.parseLong(lines.getFirst().substring("old ".length()));
            List<byte[]> proof =
                lines.stream().skip(1).map(line -> Hash.parseBase64(line).bytes()).toList();
            SignedNote note = SignedNote.parse(body.substring(split + 2));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            int status;
            String answer = "";
            if (note.signedBy(List.of(key.key())).isEmpty()) {
              status = 403;
            } else if (old != size
                || (old == checkpoint.size() && size > 0 && !checkpoint.root().equals(root))) {
              status = 409;
              answer = size + "\n";
            } else if (old > 0
                && !Proofs.extend(
                    old, root.bytes(), proof, checkpoint.size(), checkpoint.root().bytes())) {
              status = 422;
            } else {
              status = 200;
              size = checkpoint.size();
              root = checkpoint.root();
              answer = signer.cosign(note.text(), 1_700_000_000L).text();
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(bytes);
            }
          });
      witness.start();
      return Map.of(
          "microwish.ledger.witnesses.w.key",
          signer.key().text(),
          "microwish.ledger.witnesses.w.url",
          "http://127.0.0.1:" + witness.getAddress().getPort() + "/");
    }
  }

  @Test
  void a_checkpoint_is_sent_to_the_witness_and_its_cosignature_served() throws Exception {
    Witness independent = new Witness();
    Map<String, String> settings = new HashMap<>(independent.start());
    settings.put("microwish.ledger.origin", ORIGIN);
    LedgerConfig config = config(settings);
    Witnesses witnesses = new Witnesses(config, checkpoints(), new StoredTiles(schema.database));
    CheckpointSigner one = instance("one");
    one.look();
    for (int i = 0; i < 3; i++) {
      grow(300);
      Published published = one.look().latest();
      witnesses.ask(new CheckpointPublisher.NewCheckpoint(published));
      SignedNote served = checkpoints().cosigned(published);
      assertThat(served.signedBy(List.of(key.key(), independent.signer.key())))
          .containsExactly(key.key(), independent.signer.key());
      assertThat(independent.size).isEqualTo(300L * (i + 1));
    }
    assertThat(independent.requests).hasSize(3);
    // A restarted service does not know the witness's size and learns it from a 409.
    grow(1);
    Published published = one.look().latest();
    new Witnesses(config, checkpoints(), new StoredTiles(schema.database))
        .ask(new CheckpointPublisher.NewCheckpoint(published));
    assertThat(independent.requests).hasSize(5);
    assertThat(checkpoints().cosignatures(published.seq())).hasSize(1);
    assertThat(witnesses.keys()).containsExactly(independent.signer.key());
  }

  /** A witness that answers without end, redirects, or has an odd URL must not stop the others. */
  @Test
  void hostileWitnesses_neitherStopTheOthers_norReachOtherServers() throws Exception {
    Witness independent = new Witness();
    Map<String, String> settings = new HashMap<>(independent.start());
    settings.put("microwish.ledger.origin", ORIGIN);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger inside = new AtomicInteger();
    HttpServer others =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    others.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    others.createContext(
        "/endless/add-checkpoint",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          try {
            ended.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
    others.createContext(
        "/long/add-checkpoint",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(new byte[100_000]);
          }
        });
    others.createContext(
        "/moved/add-checkpoint",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/inside");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    others.createContext(
        "/inside",
        exchange -> {
          inside.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    others.start();
    String base = "http://127.0.0.1:" + others.getAddress().getPort();
    Map<String, String> hostile =
        Map.of(
            "a", base + "/endless",
            "b", base + "/long",
            "c", base + "/moved",
            "d", "file:///etc",
            "e", "gopher://127.0.0.1");
    hostile.forEach(
        (name, url) -> {
          NoteSigner signer = NoteSigner.generate(name + ".example", NoteKey.Type.COSIGNATURE);
          settings.put("microwish.ledger.witnesses." + name + ".key", signer.key().text());
          settings.put("microwish.ledger.witnesses." + name + ".url", url);
        });
    Witnesses witnesses =
        new Witnesses(config(settings), checkpoints(), new StoredTiles(schema.database));
    CheckpointSigner one = instance("one");
    one.look();
    grow(3);
    Published published = one.look().latest();
    try {
      witnesses.ask(new CheckpointPublisher.NewCheckpoint(published));
    } finally {
      ended.countDown();
      witnesses.close();
      others.stop(0);
    }
    assertThat(independent.size).isEqualTo(3);
    assertThat(checkpoints().cosignatures(published.seq())).hasSize(1);
    assertThat(inside).hasValue(0);
  }

  @Test
  void a_new_instance_signs_if_a_witness_confirms_the_head() throws Exception {
    Witness independent = new Witness();
    Map<String, String> settings = independent.start();
    CheckpointSigner one = instance("one");
    one.look();
    grow(9);
    Published published = one.look().latest();
    one.release();
    release();
    // A witness that never saw the log does not allow signing, however often it is asked.
    assertThat(instance("new", settings).look().stop()).isEqualTo(Stop.NOTHING_SAVED);
    assertThat(instance("new", settings).look().stop()).isEqualTo(Stop.NOTHING_SAVED);
    independent.size = 9;
    independent.root = Hash.of(new byte[32]);
    assertThat(instance("new", settings).look().stop()).isEqualTo(Stop.NOTHING_SAVED);
    independent.root = published.head().root();
    assertThat(instance("new", settings).look().stop()).isNull();
  }
}
