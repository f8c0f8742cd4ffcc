package org.microwish.suites.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.microwish.suites.bench.Measure.Goal;
import org.microwish.testing.PackagedService;
import org.microwish.testing.TestDatabase;

/**
 * Report rows about the start: from starting the process to its first answer from the database,
 * which is already up and migrated; and the memory and processor time of an idle service. With an
 * AOT cache and without.
 */
final class StartRows {

  private static final String WALL = "/api/v1/wishes";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration SETTLED = Duration.ofSeconds(60);
  private static final Duration WATCHED = Duration.ofSeconds(30);

  /** JVM options; by default those of the container image. */
  private static final String JVM = System.getProperty("bench.jvm", "@deploy/jvm.options");

  private final Options options;
  private final Report report;

  StartRows(Options options, Report report) {
    this.options = options;
    this.report = report;
  }

  void run() throws Exception {
    Seed seed = Seed.schema("start");
    seed.wishes(1);
    Path cache = options.aot().isPresent() ? options.aot().get() : train(seed);
    report.fact(
        "AOT cache",
        options.aot().isPresent()
            ? cache
            : "made by a training run of the packaged program with reads and claims, "
                + (Files.size(cache) >> 20)
                + " MiB");
    report.fact("JVM options at the start", JVM.isEmpty() ? "none" : JVM);
    Measure start =
        report.add(
            new Measure(
                "start to first answer, with AOT cache", "s", Goal.upTo(3.5), Goal.upTo(3.5)));
    Measure idle =
        report.add(
            new Measure("idle memory, with AOT cache", "MB", Goal.upTo(450), Goal.upTo(450)));
    Measure plainStart =
        report.add(Measure.informing("start to first answer, without AOT cache", "s"));
    Measure plainIdle = report.add(Measure.informing("idle memory, without AOT cache", "MB"));
    for (int round = 0; round < options.rounds(); round++) {
      start(seed, "-XX:AOTCache=" + cache.toAbsolutePath(), start, idle);
      start(seed, "", plainStart, plainIdle);
    }
    Measure busy =
        report.add(
            new Measure(
                "processor time while idle, with the database", "%", Goal.upTo(1), Goal.upTo(1)));
    watch(seed, "-XX:AOTCache=" + cache.toAbsolutePath(), busy);
    System.out.println(start + "\n" + idle + "\n" + plainStart + "\n" + plainIdle + "\n" + busy);
  }

  /**
   * Measures the processor time of an idle service and its database, as a percentage of one core.
   */
  private static void watch(Seed seed, String flags, Measure busy) throws Exception {
    PackagedService.Launch launch =
        PackagedService.on(seed.settings()).with(Service.LAUNCHER, (JVM + " " + flags).strip());
    try (PackagedService service = launch.start(PackagedService.freePort()).awaitReady()) {
      LockSupport.parkNanos(SETTLED.toNanos());
      long process = service.process().pid();
      Optional<Long> server = serverPid();
      long ofService = ticks(process);
      long ofServer = server.isPresent() ? ticks(server.get()) : 0;
      LockSupport.parkNanos(WATCHED.toNanos());
      ofService = ticks(process) - ofService;
      ofServer = server.isPresent() ? ticks(server.get()) - ofServer : 0;
      busy.round(
          (ofService + ofServer) * 1.0 / WATCHED.toSeconds(),
          "service %d, database %s of %d hundredths of a second"
              .formatted(
                  ofService, server.isPresent() ? ofServer : "unknown", WATCHED.toSeconds() * 100));
    }
  }

  /**
   * Returns the process id of the embedded server that the tests share; empty if another server is
   * used.
   */
  private static Optional<Long> serverPid() throws IOException {
    Path file = TestDatabase.DIRECTORY.resolve("database").resolve("server.pid");
    if (System.getenv("MICROWISH_TEST_DB_PORT") != null || !Files.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(Files.readString(file).strip()));
  }

  /** Returns the processor time of a process, in hundredths of a second; Linux only. */
  private static long ticks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // Skips the process name in parentheses, because the name may contain spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** Makes the AOT cache: runs the service under typical load; the JVM writes the cache at exit. */
  private static Path train(Seed seed) throws Exception {
    Path cache = Options.DIRECTORY.resolve("service.aot").toAbsolutePath();
    Files.createDirectories(Options.DIRECTORY);
    Files.deleteIfExists(cache);
    MemberRequests crowd = new MemberRequests(seed.members(100));
    try (Service service =
        Service.on(
            seed.settings(), Map.of(Service.LAUNCHER, JVM + " -XX:AOTCacheOutput=" + cache))) {
      long[] wish = {0};
      service
          .generator()
          .closed(4, Duration.ofSeconds(3), () -> ++wish[0] > 5_000 ? null : crowd.claim(wish[0]));
      byte[] wall = MemberRequests.publicRead(WALL);
      service.generator().closed(4, Duration.ofSeconds(1), () -> wall);
      service.process().process().destroy();
      service.process().process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    if (!Files.exists(cache)) {
      throw new IllegalStateException("the training run has left no cache");
    }
    return cache;
  }

  private static void start(Seed seed, String flags, Measure start, Measure idle) throws Exception {
    int port = PackagedService.freePort();
    PackagedService.Launch launch =
        PackagedService.on(seed.settings()).with(Service.LAUNCHER, (JVM + " " + flags).strip());
    long began = System.nanoTime();
    try (PackagedService service = launch.start(port)) {
      Generator generator = new Generator(port);
      byte[] wall = MemberRequests.publicRead(WALL);
      while (!answers(generator, wall)) {
        if (!service.process().isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
          throw new IllegalStateException(service.output());
        }
        LockSupport.parkNanos(5_000_000);
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      start.round(seconds, "GET " + WALL + " is 200");
      // The JVM only warns if it cannot use the cache, and starts without it.
      service
          .output()
          .lines()
          .filter(line -> line.contains("[warning][aot]") || line.contains("[error][aot]"))
          .findFirst()
          .ifPresent(start::fault);
      LockSupport.parkNanos(IDLE.toNanos());
      double megabytes = resident(service.process().pid());
      idle.round(megabytes, "resident %d s after the first answer".formatted(IDLE.toSeconds()));
    }
  }

  private static boolean answers(Generator generator, byte[] request) {
    try {
      return generator.each(List.of(request)).total(200) == 1;
    } catch (IOException notListening) {
      return false;
    }
  }

  /**
   * Returns the resident memory in MB of a million bytes, as the kernel reports it now; Linux only.
   */
  private static double resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
        .findFirst()
        .orElse(Double.NaN);
  }
}
