package org.microwish.suites.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.platform.Id;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Answer;
import org.microwish.testing.Grants;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
import org.microwish.testing.Street;
import org.microwish.testing.Tokens;
import org.microwish.testing.VerifierJar;

/**
 * Runs two instances on a MySQL group of three, whose primary is killed, stopped and handed over
 * under load, repeatedly. Checks that each acknowledged command, and so each claim, is on every
 * member exactly once and in the ledger exactly once; that the service recovers by itself; and that
 * the verifier finds no errors. Prints how long no write succeeded.
 *
 * <p>{@code ./mvnw verify -Pslow -Dit.test=ClusterIT -Dcluster.directory=/var/tmp/microwish-mysql}
 * installs and starts all that is needed, as root on Debian; without the directory it is skipped.
 */
@Tag("long")
class ClusterIT {

  private static final String DIRECTORY = System.getProperty("cluster.directory");
  private static final int ROUNDS = Integer.getInteger("cluster.rounds", 1);
  private static final int CLIENTS = 8;
  private static final String ORIGIN = "cluster.example/api/v1/ledger";

  /** Commands that must succeed before the next fault, so that it hits a service under load. */
  private static final int BETWEEN = 300;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What happens to the primary. */
  private enum Fault {
    KILLED,
    HANDED_OVER,
    STOPPED
  }

  /** An answer: its arrival time, its status (0 for a broken connection) and how long it took. */
  private record Answered(long at, int status, long nanos) {}

  /** A command that was answered with success. */
  private record Done(String entryId, String claimId) {}

  private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
  private final Queue<Done> done = new ConcurrentLinkedQueue<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final Queue<Long> members = new ConcurrentLinkedQueue<>();
  private final String operator = Tokens.operator("desk-cluster", Street.STREET);
  private final int[] ports = new int[2];
  private volatile boolean loading = true;
  private Http http;

  @Test
  void a_primary_that_fails_or_moves_loses_no_acknowledged_claim(@TempDir Path directory)
      throws Exception {
    Assumptions.assumeTrue(DIRECTORY != null, "a cluster needs -Dcluster.directory=…");
    String name = "microwish_cluster_" + ProcessHandle.current().pid();
    try (ServerGroup group = ServerGroup.start(Path.of(DIRECTORY))) {
      DatabaseSettings administrator = group.schema(name);
      try (Connection connection = group.connection("");
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE DATABASE `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"
                .formatted(name));
      }
      try {
        DatabaseLauncher.prepare(administrator);
        String user;
        try (Connection connection = group.connection(name)) {
          user = Grants.make(connection, "cluster");
        }
        DatabaseSettings settings =
            new DatabaseSettings(
                administrator.url(),
                user,
                Grants.PASSWORD,
                administrator.user(),
                administrator.password(),
                false);
        fail(group, name, settings, directory);
      } finally {
        try (Connection connection = group.connection("");
            Statement statement = connection.createStatement()) {
          statement.execute("DROP DATABASE `" + name + "`");
        }
      }
    }
  }

  private void fail(ServerGroup group, String schema, DatabaseSettings settings, Path directory)
      throws Exception {
    NoteSigner signer = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);
    Path key = Files.writeString(directory.resolve("log-key.pem"), signer.pem());
    PackagedService[] services = new PackagedService[2];
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        Http client = new Http(Duration.ofSeconds(5))) {
      http = client;
      for (int i = 0; i < services.length; i++) {
        ports[i] = PackagedService.freePort();
        services[i] =
            PackagedService.on(settings)
                .with("MICROWISH_DB_MIGRATE", "false")
                .with("MICROWISH_LEDGER_ORIGIN", ORIGIN)
                .with("MICROWISH_LEDGER_CHECKPOINT_SIGNING_KEYS", key.toString())
                .with(
                    "MICROWISH_LEDGER_CHECKPOINT_COPY",
                    directory.resolve("checkpoint-" + i + ".txt").toString())
                .start(ports[i])
                .awaitReady();
      }
      Street street = Street.in(() -> group.connection(schema));
      members.addAll(street.members(street.organisation(), Street.COMMUNITY, 20_000));
      List<Future<?>> load = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        load.add(clients.submit(this::live));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          for (Fault fault : Fault.values()) {
            awaitMore(load, BETWEEN);
            fault(fault, group, load);
          }
        }
      } finally {
        // Set before the clients' thread pool and connections are closed, because closing waits for
        // them.
        loading = false;
      }
      for (Future<?> one : load) {
        one.get();
      }
      check(group, schema, services, signer.key());
    } finally {
      for (PackagedService service : services) {
        if (service != null) {
          service.close();
        }
      }
    }
  }

  // The faults ------------------------------------------------------------------------------------

  private void fault(Fault fault, ServerGroup group, List<Future<?>> load) throws Exception {
    ServerGroup.Member primary = group.primary().orElseThrow();
    ServerGroup.Member other =
        group.members().stream()
            .filter(member -> member.number() != primary.number())
            .findFirst()
            .orElseThrow();
    long began = System.nanoTime();
    switch (fault) {
      case KILLED -> signal("KILL", primary.pid());
      case HANDED_OVER -> group.handOverTo(other);
      case STOPPED -> signal("STOP", primary.pid());
    }
    try {
      Awaitility.await("another primary")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  fault == Fault.STOPPED
                      ? othersPrimary(group, primary, other)
                      : group
                          .primary()
                          .filter(now -> now.number() != primary.number())
                          .isPresent());
      awaitMore(load, BETWEEN);
      print(fault, began, System.nanoTime());
    } finally {
      switch (fault) {
        case KILLED -> group.startAgain(primary);
        case STOPPED -> signal("CONT", primary.pid());
        case HANDED_OVER -> {}
      }
    }
    Awaitility.await("three members again")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                group.members().stream().filter(member -> member.state().equals("ONLINE")).count()
                    == 3);
  }

  /** Asks a member that still answers whether another primary is online. */
  private static boolean othersPrimary(
      ServerGroup group, ServerGroup.Member stopped, ServerGroup.Member witness) {
    try (Connection connection = group.connection(witness, "")) {
      return ServerGroup.number(
              connection,
              "SELECT COUNT(*) FROM performance_schema.replication_group_members"
                  + " WHERE MEMBER_ROLE = 'PRIMARY' AND MEMBER_STATE = 'ONLINE' AND MEMBER_PORT <> "
                  + stopped.port())
          == 1;
    } catch (SQLException notNow) {
      return false;
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  /** Prints the longest time without a 2xx answer after the fault. */
  private void print(Fault fault, long began, long ended) {
    List<Answered> all =
        answers.stream()
            .filter(one -> one.at() <= ended)
            .sorted((a, b) -> Long.compare(a.at(), b.at()))
            .toList();
    long last = began;
    long from = began;
    long gap = 0;
    for (Answered one : all) {
      if (one.status() / 100 != 2) {
        continue;
      }
      if (one.at() >= began && one.at() - last > gap) {
        gap = one.at() - last;
        from = last;
      }
      last = one.at();
    }
    long until = from + gap;
    List<Answered> during =
        all.stream().filter(one -> one.at() >= began && one.at() <= until).toList();
    System.out.printf(
        "primary %s: nothing written for %.1f s (last success %.1f s after the fault); until then"
            + " %d times 503 (the slowest %.1f s), %d times 409, %d connections broken%n",
        fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        gap / 1e9,
        (from - began) / 1e9,
        during.stream().filter(one -> one.status() == 503).count(),
        during.stream()
                .filter(one -> one.status() == 503)
                .mapToLong(Answered::nanos)
                .max()
                .orElse(0)
            / 1e9,
        during.stream().filter(one -> one.status() == 409).count(),
        during.stream().filter(one -> one.status() == 0).count());
  }

  private void awaitMore(List<Future<?>> load, int count) {
    int before = done.size();
    Awaitility.await("answers")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> done.size() >= before + count || load.stream().anyMatch(Future::isDone));
    for (Future<?> one : load) {
      if (one.state() == Future.State.FAILED) {
        throw new AssertionError("a client failed", one.exceptionNow());
      }
    }
  }

  // The load --------------------------------------------------------------------------------------

  /** Creates one wish after another, from its draft to its claim. */
  private Void live() throws Exception {
    while (loading) {
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
      command(
          token,
          "/wishes/" + wish + "/claims",
          Map.of("pledge", Map.of("amount", "88.00", "form", "GOODS")));
    }
    return null;
  }

  /** Sends a command until it succeeds, always with the same idempotency key, like a phone. */
  private JsonNode command(String token, String path, Object body) throws Exception {
    String key = "cluster-key-" + keys.incrementAndGet();
    long began = System.nanoTime();
    for (int attempt = 0; System.nanoTime() - began < PATIENCE.toNanos(); attempt++) {
      int instance = (key.hashCode() + attempt) & 1;
      long sent = System.nanoTime();
      try {
        Answer response =
            http.post(URI.create("http://127.0.0.1:" + ports[instance] + "/api/v1" + path))
                .timeout(Duration.ofMinutes(1))
                .bearer(token)
                .key(key)
                .json(body)
                .send();
        long now = System.nanoTime();
        answers.add(new Answered(now, response.status(), now - sent));
        // An answer that is not JSON counts as a broken connection.
        JsonNode answer = JSON.readTree(response.body());
        switch (response.status()) {
          case 200, 201 -> {
            done.add(
                new Done(answer.at("/ledger/entryId").asText(), answer.at("/claim/id").asText("")));
            return answer;
          }
          case 409, 503 ->
              assertThat(answer.path("code").asText())
                  .as("%s %s", path, answer)
                  .isIn("IDEMPOTENCY_IN_FLIGHT", "BUSY", "DATABASE_UNAVAILABLE");
          default -> throw new AssertionError(path + " answers " + answer);
        }
      } catch (IOException broken) {
        if (http.isTerminated()) {
          throw broken;
        }
        answers.add(new Answered(System.nanoTime(), 0, System.nanoTime() - sent));
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new AssertionError(path + " was not answered");
  }

  // Checks after the load -------------------------------------------------------------------------

  private void check(ServerGroup group, String schema, PackagedService[] services, NoteKey key)
      throws Exception {
    Awaitility.await("the queue is empty")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> group.number(schema, "SELECT COUNT(*) FROM ledger_queue") == 0);
    List<Long> entries = done.stream().map(one -> Id.fromString(one.entryId()).value()).toList();
    List<Long> claims =
        done.stream()
            .filter(one -> !one.claimId().isEmpty())
            .map(one -> Id.fromString(one.claimId()).value())
            .toList();
    assertThat(claims).doesNotHaveDuplicates().isNotEmpty();
    for (ServerGroup.Member member : group.members()) {
      try (Connection connection = group.connection(member, schema)) {
        Awaitility.await("member " + member.number() + " has caught up")
            .atMost(Duration.ofMinutes(1))
            .until(
                () ->
                    ServerGroup.number(connection, "SELECT size FROM ledger_head WHERE log_id = 1")
                        == entries.size());
        assertThat(ids(connection, "SELECT entry_id FROM ledger_entry"))
            .as("entries on member %d", member.number())
            .containsExactlyInAnyOrderElementsOf(entries);
        assertThat(ids(connection, "SELECT id FROM claim"))
            .as("claims on member %d", member.number())
            .containsExactlyInAnyOrderElementsOf(claims);
        Set<Long> claimed = new HashSet<>(ids(connection, "SELECT wish_id FROM claim"));
        assertThat(claimed).as("one claim a wish").hasSize(claims.size());
      }
    }
    Awaitility.await("a checkpoint of all leaves")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                group.number(schema, "SELECT MAX(size) FROM ledger_checkpoint") == entries.size());
    for (PackagedService service : services) {
      VerifierJar.Ended verified = VerifierJar.run(service.uri("").toString(), "--key", key.text());
      assertThat(verified.code()).as(verified.output()).isZero();
      assertThat(verified.output()).contains("CLEAN: " + entries.size() + " leaves");
    }
    System.out.printf(
        "%d commands answered, %d of them claims, all on three members and once in the ledger;"
            + " CLEAN%n",
        entries.size(), claims.size());
  }

  private static List<Long> ids(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Long> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
      return ids;
    }
  }
}
