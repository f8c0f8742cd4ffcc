package org.microwish.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;
import org.microwish.testing.Tokens;

/**
 * Trains the AOT cache (JEP 483, 514, 515): runs the packaged program with the image's JVM options,
 * sends it typical requests, and stops it; the JVM then writes its loaded and linked classes and
 * its profiles to the cache. Afterwards starts the program several times with the cache and
 * without, and prints the time to the first answer and the memory when idle.
 *
 * <p>{@code ./mvnw verify -Pslow -Dit.test=AotTrainingIT -Daot.cache=target/microwish.aot}; {@code
 * aot.java} and {@code aot.program} select another Java executable and another program directory,
 * as {@code deploy/Dockerfile} does. Skipped without {@code aot.cache}.
 */
@Tag("long")
class AotTrainingIT {

  private static final String CACHE = System.getProperty("aot.cache");
  private static final String JAVA =
      System.getProperty(
          "aot.java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
  private static final Path PROGRAM =
      Path.of(System.getProperty("aot.program", "target/quarkus-app"));
  private static final Path OPTIONS = Path.of("deploy", "jvm.options");

  /** Wishes from draft to claim, enough for the JIT compiler to see the code paths as hot. */
  private static final int WISHES = Integer.getInteger("aot.wishes", 150);

  private static final int MEASUREMENTS = Integer.getInteger("aot.measurements", 3);

  /** How long the service is idle before its memory is read. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;
  private Http http;
  private int port;
  private int managementPort;
  private int keys;

  @Test
  void a_training_run_makes_an_aot_cache_that_the_program_starts_with() throws Exception {
    Assumptions.assumeTrue(CACHE != null, "-Daot.cache=… names the file to make");
    Path cache = Path.of(CACHE).toAbsolutePath();
    Files.deleteIfExists(cache);
    DatabaseSettings schema = TestDatabase.grantedSchema("aot");
    try (Http client = new Http(Duration.ofSeconds(2))) {
      http = client;
      Process trained = start(schema, "-XX:AOTCacheOutput=" + cache);
      try {
        awaitReady(trained);
        use(Street.in(() -> TestDatabase.connection(schema)));
      } finally {
        stop(trained);
      }
      assertThat(cache).as(output()).isNotEmptyFile();
      System.out.printf("AOT cache: %d MiB%n", Files.size(cache) >> 20);
      List<long[]> with = new ArrayList<>();
      List<long[]> without = new ArrayList<>();
      for (int i = 0; i < MEASUREMENTS; i++) {
        // With AOTMode=on, a JVM that cannot use the cache exits instead of starting without it.
        with.add(measure(schema, "-XX:AOTCache=" + cache, "-XX:AOTMode=on"));
        without.add(measure(schema));
      }
      print("with the cache", with);
      print("without", without);
    }
  }

  private static void print(String how, List<long[]> measured) {
    System.out.printf(
        "%s: first answer after %s ms, using %s ms of processor time; %s MiB resident when"
            + " idle%n",
        how, column(measured, 0), column(measured, 1), column(measured, 2));
  }

  private static String column(List<long[]> measured, int column) {
    long[] values = measured.stream().mapToLong(one -> one[column]).sorted().toArray();
    return "%d (median; %s)".formatted(values[values.length / 2], Arrays.toString(values));
  }

  private long[] measure(DatabaseSettings schema, String... options)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    Process process = start(schema, options);
    try {
      awaitReady(process);
      long took = (System.nanoTime() - began) / 1_000_000;
      long worked = process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
      // Waits a fixed time: there is no event to wait for when nothing happens.
      assertThat(process.waitFor(IDLE.toSeconds(), TimeUnit.SECONDS)).isFalse();
      return new long[] {took, worked, resident(process)};
    } finally {
      stop(process);
    }
  }

  /** Returns the resident memory in MiB; 0 where the system does not report it. */
  private static long resident(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElse(0);
  }

  private Process start(DatabaseSettings schema, String... options) throws IOException {
    port = PackagedService.freePort();
    managementPort = PackagedService.freePort();
    List<String> command = new ArrayList<>(List.of(JAVA, "@" + OPTIONS));
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", PROGRAM.resolve("quarkus-run.jar").toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("MICROWISH_") || name.startsWith("QUARKUS_"));
    builder
        .environment()
        .putAll(
            PackagedService.on(schema)
                .with("MICROWISH_DB_MIGRATE", "false")
                .with("MICROWISH_LEDGER_CHECKPOINT_COPY", directory.resolve("copy").toString())
                .with("QUARKUS_HTTP_PORT", String.valueOf(port))
                .with("QUARKUS_HTTP_HOST", "127.0.0.1")
                .with("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort))
                .environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("service.log").toFile()))
        .start();
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("service.log"));
  }

  private void awaitReady(Process process) throws IOException {
    Awaitility.await("the first answer")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              if (!process.isAlive()) {
                return true;
              }
              try {
                return http.get(uri("/q/health/ready")).send().status() == 200;
              } catch (IOException notYet) {
                return false;
              }
            });
    assertThat(process.isAlive()).as(output()).isTrue();
  }

  /** Terminates the process and waits; a training run writes the cache at exit. */
  private void stop(Process process) throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("did not end:\n" + output());
    }
  }

  // Typical requests ------------------------------------------------------------------------------

  private void use(Street street) throws Exception {
    String operator = Tokens.operator("desk-aot", Street.STREET);
    List<Long> members = street.members(street.organisation(), Street.COMMUNITY, WISHES);
    for (long member : members) {
      String wish =
          post(
                  operator,
                  "/wishes",
                  Map.of(
                      "kind", "WISH",
                      "channel", "GRID_WORKER",
                      "category", "GOODS",
                      "division", Street.COMMUNITY,
                      "words", Map.of("title", "轮椅", "details", "腿脚不便")))
              .at("/wishId");
      post(operator, "/wishes/" + wish + "/submit", Map.of());
      post(
          operator,
          "/wishes/" + wish + "/publish",
          Map.of("publicTitle", "老人需要一把轮椅", "attested", true));
      get("/api/v1/wishes?division=" + Street.COMMUNITY + "&limit=20", null);
      get("/api/v1/wishes/" + wish, null);
      String token = Tokens.member("member-" + member, member);
      String claim =
          post(
                  token,
                  "/wishes/" + wish + "/claims",
                  Map.of("pledge", Map.of("amount", "88.00", "form", "GOODS")))
              .at("/claim/id");
      get("/api/v1/wishes/" + wish, operator);
      post(token, "/claims/" + claim + "/contact", Map.of());
      get("/api/v1/statistics/overview?division=" + Street.COMMUNITY, null);
      get("/api/v1/ledger/entries?limit=5", null);
    }
    for (String path :
        List.of(
            "/api/v1/wishes",
            "/api/v1/ledger/checkpoint",
            "/api/v1/ledger/keys",
            "/openapi",
            "/openapi.json",
            "/docs/",
            "/q/metrics",
            "/q/health/ready",
            "/api/v1/nowhere")) {
      get(path, null);
    }
  }

  private Answer post(String token, String path, Object body) throws IOException {
    Answer answer =
        http.post(uri("/api/v1" + path)).bearer(token).key("aot-key-" + keys++).json(body).send();
    assertThat(answer.status()).as("%s %s", path, answer.text()).isIn(200, 201);
    return answer;
  }

  private void get(String path, String token) throws IOException {
    assertThat(http.get(uri(path)).bearer(token).send().status()).as(path).isLessThan(500);
  }

  private URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + (path.startsWith("/q/") ? managementPort : port) + path);
  }
}
