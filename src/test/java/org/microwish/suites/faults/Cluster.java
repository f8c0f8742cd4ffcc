package org.microwish.suites.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.microwish.ledger.LogSchema;
import org.microwish.ledger.merkle.NoteKey;
import org.microwish.ledger.merkle.NoteSigner;
import org.microwish.testing.Answer;
import org.microwish.testing.Http;
import org.microwish.testing.PackagedService;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;

/**
 * Two packaged instances on one database, each behind its own proxy and with a clock that can be
 * set. Where the machine allows it, each keeps its evidence on its own file system of one megabyte.
 */
final class Cluster implements AutoCloseable {

  static final int INSTANCES = 2;

  private static final String ORIGIN = "faults.example/api/v1/ledger";

  /**
   * Mounts the small file system in a namespace that ends with the process, then executes the
   * service.
   */
  private static final String[] ON_A_SMALL_DISK = {
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    "mount -t tmpfs -o size=1m evidence \"$MICROWISH_EVIDENCE_DIRECTORY\" && exec \"$@\"",
    "sh"
  };

  final KilledDatabase database;
  final Http http = new Http(Duration.ofSeconds(2));
  final NoteSigner signer = NoteSigner.generate(ORIGIN, NoteKey.Type.ED25519);

  private final Path directory;
  private final Path key;
  private final CuttingProxy[] proxies = new CuttingProxy[INSTANCES];

  /** The test's own proxy, so that its connections reach the server after each restart. */
  private final CuttingProxy observer;

  private final PackagedService[] instances = new PackagedService[INSTANCES];
  private final int[] ports = new int[INSTANCES];
  private final boolean smallDisk;

  /**
   * Starts the database, the proxies and the instances, and waits until the instances are ready.
   */
  Cluster(Path directory) throws IOException, InterruptedException, SQLException {
    this.directory = directory.toRealPath();
    this.key = Files.writeString(this.directory.resolve("log-key.pem"), signer.pem());
    this.database = new KilledDatabase();
    this.observer = new CuttingProxy(database.port());
    this.smallDisk = canMount();
    ShiftedClock.pack(agent());
    for (int i = 0; i < INSTANCES; i++) {
      proxies[i] = new CuttingProxy(database.port());
      ports[i] = PackagedService.freePort();
      Files.createDirectories(evidence(i));
      setClock(i, 0);
      start(i);
    }
    for (PackagedService instance : instances) {
      instance.awaitReady();
    }
  }

  private boolean canMount() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ON_A_SMALL_DISK));
    command.add("true");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put(
            "MICROWISH_EVIDENCE_DIRECTORY",
            Files.createDirectories(directory.resolve("mount")).toString());
    try {
      return builder.start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  /** Whether each instance stores evidence on its own small file system. */
  boolean hasSmallDisk() {
    return smallDisk;
  }

  int[] ports() {
    return ports.clone();
  }

  CuttingProxy proxy(int instance) {
    return proxies[instance];
  }

  PackagedService instance(int number) {
    return instances[number];
  }

  /** Returns the ledger's tables, accessed with the service's account. */
  LogSchema log() {
    return LogSchema.of(database.by(observer));
  }

  /** Returns the other tables, accessed with the service's account. */
  Street street() {
    return Street.in(() -> TestDatabase.connection(database.by(observer)));
  }

  /** Starts an instance without waiting for it. */
  void start(int number) throws IOException {
    PackagedService.Launch launch =
        PackagedService.on(database.by(proxies[number]))
            .with("MICROWISH_LEDGER_ORIGIN", ORIGIN)
            .with("MICROWISH_LEDGER_CHECKPOINT_SIGNING_KEYS", key.toString())
            .with(
                "MICROWISH_LEDGER_CHECKPOINT_COPY",
                directory.resolve("checkpoint-" + number + ".txt").toString())
            .with("MICROWISH_EVIDENCE_DIRECTORY", evidence(number).toString())
            .with("MICROWISH_SWEEPER_EVERY", "1s")
            // The same members claim repeatedly; the limits are tested elsewhere.
            .with("MICROWISH_WISH_MEMBER_CLAIMS", "100000")
            .with("MICROWISH_WISH_ORGANISATION_CLAIMS", "100000")
            // Optimised for a fast start, because the tests start it many times.
            .with(
                "JAVA_TOOL_OPTIONS",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx320m -javaagent:%s=%s"
                    .formatted(agent(), clock(number)));
    if (smallDisk) {
      launch = launch.behind(ON_A_SMALL_DISK);
    }
    instances[number] = launch.start(ports[number]);
  }

  private Path evidence(int number) {
    return directory.resolve("evidence-" + number);
  }

  /** Returns an instance's evidence directory as seen in that instance's mount namespace. */
  Path evidenceSeenBy(int number) {
    return Path.of("/proc", String.valueOf(instances[number].process().pid()), "root")
        .resolve(Path.of("/").relativize(evidence(number)));
  }

  /** Changes the size of an instance's small file system. */
  void resizeDisk(int number, String size) throws IOException, InterruptedException {
    run(
        "nsenter",
        "--preserve-credentials",
        "--user",
        "--mount",
        "--target",
        String.valueOf(instances[number].process().pid()),
        "mount",
        "-o",
        "remount,size=" + size,
        // If the source is named, mount uses only the options above. Otherwise it would add the
        // current options; one of them is a user id that does not exist in the namespace.
        "evidence",
        evidence(number).toString());
  }

  private Path agent() {
    return directory.resolve("shifted-clock.jar");
  }

  private Path clock(int number) {
    return directory.resolve("clock-" + number);
  }

  /**
   * Sets how many seconds an instance's clock is ahead of the correct time; effective within 50 ms.
   */
  void setClock(int number, long ahead) throws IOException {
    Files.writeString(clock(number), ahead + "\n");
  }

  /** Sends a signal to an instance's process. */
  void signal(int number, String signal) throws IOException, InterruptedException {
    run("kill", "-" + signal, String.valueOf(instances[number].process().pid()));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
  }

  /** Kills the database, or cuts off access to it where it may not be killed. */
  void takeDatabaseAway() throws IOException {
    if (database.isOurs()) {
      database.kill();
    } else {
      all().forEach(proxy -> proxy.serveFrom(0));
      all().forEach(CuttingProxy::cutAll);
    }
  }

  /** Makes the database available again. */
  void bringDatabaseBack() {
    if (database.isOurs()) {
      database.restart();
    }
    all().forEach(proxy -> proxy.serveFrom(database.port()));
  }

  private Stream<CuttingProxy> all() {
    return Stream.concat(Stream.of(proxies), Stream.of(observer));
  }

  /** Returns the number of cuts of that kind, at all proxies. */
  int cuts(CuttingProxy.Cut cut) {
    return Stream.of(proxies).mapToInt(proxy -> proxy.count(cut)).sum();
  }

  private Answer read(int number, String path) {
    try {
      return http.get(instances[number].uri(path)).timeout(Duration.ofSeconds(5)).send();
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }

  /** Returns the answer of one of an instance's health endpoints. */
  JsonNode health(int number, String which) {
    return read(number, "/q/health/" + which).json();
  }

  /** Returns a metric of an instance's connection pool: {@code active} or {@code available}. */
  int pool(int number, String which) {
    String metrics = read(number, "/q/metrics").text();
    Matcher line =
        Pattern.compile("(?m)^agroal_" + which + "_count\\{[^}]*} ([0-9.]+)$").matcher(metrics);
    assertThat(line.find()).as("agroal_%s_count in %s", which, metrics).isTrue();
    return (int) Double.parseDouble(line.group(1));
  }

  @Override
  public void close() {
    for (PackagedService instance : instances) {
      if (instance != null) {
        // A process stopped by SIGSTOP would not handle SIGTERM.
        instance.kill();
      }
    }
    all().filter(Objects::nonNull).forEach(CuttingProxy::close);
    http.close();
    database.close();
  }
}
