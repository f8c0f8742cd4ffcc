package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.platform.Id;
import org.microwish.platform.database.DatabaseSettings;
import org.microwish.testing.PackagedService;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;
import org.microwish.testing.VerifierJar;

/**
 * Kills the packaged service, one of two instances at a time, wherever it happens to be, while
 * clients command it and repeat what was not answered. Afterwards each command that was answered,
 * and so each that was sent, is in the ledger exactly once, and an auditor finds nothing amiss.
 *
 * <p>{@code ./mvnw verify -Pslow -Dit.test=LedgerCrashIT -Dcrash.kills=24} is the long version.
 */
class LedgerCrashIT {

  private static final int KILLS = Integer.getInteger("crash.kills", 2);
  private static final long SEED = Long.getLong("crash.seed", 20_260_101);
  private static final int CLIENTS = 8;
  private static final String ORIGIN = "crash.example/api/v1/ledger";

  /** Answers that must have come before the next kill: it must meet a service at work. */
  private static final int BETWEEN = 40;

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A command that was carried out, and how it is asked for again. */
  private record Done(String token, String path, String body, String key, JsonNode answer) {
    String entryId() {
      return answer.at("/ledger/entryId").asText();
    }
  }

  private final Queue<Done> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final AtomicInteger repeats = new AtomicInteger();
  private final Queue<Long> members = new ConcurrentLinkedQueue<>();
  private final String operator = Tokens.operator("desk-crash", Street.STREET);
  private final int[] ports = new int[2];
  private volatile boolean loading = true;

  /** While an instance starts, for which it needs the processors, one client alone goes on. */
  private volatile boolean starting;

  private HttpClient client;

  @Test
  void whatever_is_killed_each_answered_command_is_in_the_ledger_once(@TempDir Path directory)
      throws Exception {
    System.out.printf("Seed %d, %d kills%n", SEED, KILLS);
    DatabaseSettings schema = TestDatabase.grantedSchema("ledger_crash");
    NoteSigner signer = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
    Path key = Files.writeString(directory.resolve("log-key.pem"), signer.pem());
    PackagedService[] running = new PackagedService[2];
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        HttpClient http =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
      client = http;
      for (int i = 0; i < running.length; i++) {
        ports[i] = PackagedService.freePort();
        running[i] = start(schema, key, directory, i).awaitReady();
      }
      Street street = Street.in(() -> TestDatabase.connection(schema));
      members.addAll(street.members(street.organisation(), Street.COMMUNITY, 500 * (KILLS + 2)));
      List<Future<?>> load = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        boolean first = i == 0;
        load.add(clients.submit(() -> live(first)));
      }
      SplittableRandom random = new SplittableRandom(SEED);
      for (int kill = 0; kill < KILLS; kill++) {
        awaitMore(load);
        LockSupport.parkNanos(random.nextLong(Duration.ofMillis(500).toNanos()));
        int victim = random.nextInt(running.length);
        running[victim].kill();
        // The other alone, for a while.
        awaitMore(load);
        starting = true;
        running[victim] = start(schema, key, directory, victim).awaitReady();
        starting = false;
      }
      awaitMore(load);
      loading = false;
      for (Future<?> one : load) {
        one.get();
      }
      check(LogSchema.of(schema), running[0], signer.key());
    } finally {
      loading = false;
      for (PackagedService service : running) {
        if (service != null) {
          service.close();
        }
      }
    }
  }

  private PackagedService start(DatabaseSettings schema, Path key, Path directory, int number)
      throws IOException {
    return PackagedService.on(schema)
        .with("MICROWISH_LEDGER_ORIGIN", ORIGIN)
        .with("MICROWISH_LEDGER_CHECKPOINT_SIGNING_KEYS", key.toString())
        .with(
            "MICROWISH_LEDGER_CHECKPOINT_COPY",
            directory.resolve("checkpoint-" + number + ".txt").toString())
        .start(ports[number]);
  }

  private void awaitMore(List<Future<?>> load) {
    int before = done.size();
    Awaitility.await("answers")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> done.size() >= before + BETWEEN || load.stream().anyMatch(Future::isDone));
    for (Future<?> one : load) {
      if (one.state() == Future.State.FAILED) {
        throw new AssertionError("a client gave up", one.exceptionNow());
      }
    }
  }

  // The load --------------------------------------------------------------------------------------

  /** One wish after another, from its draft to what a member has done for it. */
  private Void live(boolean alsoWhileStarting) throws Exception {
    while (loading) {
      if (starting && !alsoWhileStarting) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        continue;
      }
      String wish =
          command(
                  operator,
                  "/wishes",
                  Map.of(
                      "kind", "WISH",
                      "channel", "GRID_WORKER",
                      "category", "GOODS",
                      "division", Street.COMMUNITY,
                      "words", Map.of("title", "轮椅", "details", "腿脚不便")))
              .path("wishId")
              .asText();
      command(operator, "/wishes/" + wish + "/submit", Map.of());
      command(
          operator,
          "/wishes/" + wish + "/publish",
          Map.of("publicTitle", "老人需要一把轮椅", "attested", true));
      long member = members.remove();
      String token = Tokens.member("member-" + member, member);
      String claim =
          command(
                  token,
                  "/wishes/" + wish + "/claims",
                  Map.of("pledge", Map.of("amount", "88.00", "form", "GOODS")))
              .at("/claim/id")
              .asText();
      command(token, "/claims/" + claim + "/contact", Map.of());
    }
    return null;
  }

  /** Sends a command until it is answered, each time with the same key, as a phone would. */
  private JsonNode command(String token, String path, Object body) throws Exception {
    String json = JSON.writeValueAsString(new TreeMap<>((Map<?, ?>) body));
    String key = "crash-key-" + keys.incrementAndGet();
    long began = System.nanoTime();
    for (int attempt = 0; System.nanoTime() - began < PATIENCE.toNanos(); attempt++) {
      int instance = (key.hashCode() + attempt) & 1;
      try {
        HttpResponse<byte[]> response = send(instance, token, path, json, key);
        JsonNode answer = JSON.readTree(response.body());
        switch (response.statusCode()) {
          case 200, 201 -> {
            done.add(new Done(token, path, json, key, answer));
            return answer;
          }
          // Still in flight, or busy: the key will tell.
          case 409, 503 ->
              assertThat(answer.path("code").asText())
                  .as("%s %s", path, answer)
                  .isIn("IDEMPOTENCY_IN_FLIGHT", "BUSY", "DATABASE_UNAVAILABLE");
          default -> throw new AssertionError(path + " answers " + answer);
        }
      } catch (IOException killed) {
        // Whether it was carried out, nobody here knows.
      }
      repeats.incrementAndGet();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError(path + " was not answered");
  }

  private HttpResponse<byte[]> send(
      int instance, String token, String path, String body, String key)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[instance] + "/api/v1" + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  // What must be so afterwards --------------------------------------------------------------------

  private void check(LogSchema log, PackagedService service, NoteKey key) throws Exception {
    Awaitility.await("the queue is empty")
        .atMost(Duration.ofSeconds(30))
        .until(() -> log.number("SELECT COUNT(*) FROM ledger_queue") == 0);
    List<Long> entryIds = done.stream().map(one -> Id.fromString(one.entryId()).value()).toList();
    log.assertWhole(entryIds.size());
    assertThat(log.entryIds())
        .as("each answered command has one entry, and nothing else has one")
        .containsExactlyInAnyOrderElementsOf(entryIds);
    sample(done)
        .forEach(
            one -> {
              try {
                HttpResponse<byte[]> again =
                    send(0, one.token(), one.path(), one.body(), one.key());
                assertThat(JSON.readTree(again.body())).as(one.path()).isEqualTo(one.answer());
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    log.assertWhole(entryIds.size());

    Awaitility.await("a checkpoint of all leaves")
        .atMost(Duration.ofSeconds(20))
        .until(() -> log.number("SELECT MAX(size) FROM ledger_checkpoint") == entryIds.size());
    VerifierJar.Ended verified = VerifierJar.run(service.uri("").toString(), "--key", key.text());
    assertThat(verified.code()).as(verified.output()).isZero();
    assertThat(verified.output()).contains("CLEAN: " + entryIds.size() + " leaves");
    System.out.printf(
        "%d kills; %d commands answered, %d sent again; %d entries, each once; verified: %s%n",
        KILLS,
        done.size(),
        repeats.get(),
        entryIds.size(),
        verified.output().lines().toList().getLast());
  }

  private static List<Done> sample(Collection<Done> all) {
    List<Done> some = new ArrayList<>();
    int at = 0;
    for (Done one : all) {
      if (at++ % 7 == 0) {
        some.add(one);
      }
    }
    return some;
  }
}
