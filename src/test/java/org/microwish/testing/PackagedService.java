package org.microwish.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.microwish.platform.start.DatabaseSettings;

/**
 * The packaged program as a separate process, in the production profile, as an operator runs it. It
 * writes to a log under {@code target/}. Only tests named {@code …IT} may use it, because the
 * package exists only then.
 *
 * <pre>{@code
 * try (PackagedService service = PackagedService.on(settings).start(8081)) {
 *   service.awaitReady();
 *   …service.uri("/api/v1/wishes")…
 * }
 * }</pre>
 */
public final class PackagedService implements AutoCloseable {

  private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Path EVIDENCE = Path.of("target", "packaged-evidence");
  private static final Path LOGS = Path.of("target", "packaged-service");

  /**
   * JVM options from the build: no C2 compiler, because instances run only for seconds; none with
   * {@code -Pslow}.
   */
  private static final List<String> JVM =
      Stream.of(System.getProperty("service.jvm", "").split(" "))
          .filter(Predicate.not(String::isEmpty))
          .toList();

  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration STOPPED = Duration.ofSeconds(30);

  private final Process process;
  private final int port;
  private final int managementPort;
  private final Path log;

  private PackagedService(Process process, int port, int managementPort, Path log) {
    this.process = process;
    this.port = port;
    this.managementPort = managementPort;
    this.log = log;
  }

  /**
   * Configures everything that production needs, on a schema of the tests' server; tokens signed
   * with {@link TestDatabase#tokenKey()} are accepted.
   */
  public static Launch on(DatabaseSettings settings) {
    return bare()
        .with("MICROWISH_DB_URL", settings.url())
        .with("MICROWISH_DB_USER", settings.user())
        .with("MICROWISH_DB_PASSWORD", settings.password())
        .with("MICROWISH_DB_MIGRATION_USER", settings.migrationUser())
        .with("MICROWISH_DB_MIGRATION_PASSWORD", settings.migrationPassword())
        .with("MICROWISH_TOKEN_SIGNING_KEYS", TestDatabase.tokenKeys().privatePem())
        .with("MICROWISH_PRIVACY_MASTER_KEYS", TestDatabase.masterKeys().toString())
        .with("MICROWISH_EVIDENCE_DIRECTORY", EVIDENCE.toString())
        .with("MICROWISH_LEDGER_ORIGIN", "microwish.local/api/v1/ledger")
        // All load comes from this one address.
        .with("MICROWISH_LIMITS_EXEMPT", "127.0.0.0/8");
  }

  /** Returns a launch without any configuration. */
  public static Launch bare() {
    return new Launch(Map.of(), List.of(), List.of());
  }

  /**
   * The configuration of a process to start.
   *
   * @param environment variables added to this process's environment, from which variables that
   *     begin with MICROWISH_ or QUARKUS_ are removed
   * @param arguments command-line arguments
   * @param before a command before {@code java} that executes the following command in its place
   */
  public record Launch(
      Map<String, String> environment, List<String> arguments, List<String> before) {

    public Launch {
      environment = Map.copyOf(environment);
      arguments = List.copyOf(arguments);
      before = List.copyOf(before);
    }

    /** Returns a copy with a variable set. */
    public Launch with(String variable, String value) {
      Map<String, String> more = new LinkedHashMap<>(environment);
      more.put(variable, value);
      return new Launch(more, arguments, before);
    }

    /** Returns a copy without a variable. */
    public Launch without(String variable) {
      Map<String, String> less = new LinkedHashMap<>(environment);
      less.remove(variable);
      return new Launch(less, arguments, before);
    }

    /** Returns a copy with these command-line arguments. */
    public Launch arguments(String... more) {
      return new Launch(environment, List.of(more), before);
    }

    /**
     * Returns a copy that is started by another command, such as {@code nice -n 5}, which must keep
     * its pid.
     */
    public Launch behind(String... command) {
      return new Launch(environment, arguments, List.of(command));
    }

    /**
     * Starts the process without waiting until it is ready.
     *
     * @param port TCP port to serve on
     */
    public PackagedService start(int port) throws IOException {
      Files.createDirectories(LOGS);
      Path log = Files.createTempFile(LOGS, "service-" + port + "-", ".log");
      List<String> command = new ArrayList<>(before);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(JVM);
      command.add("-jar");
      command.add(PROGRAM.toString());
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("MICROWISH_") || name.startsWith("QUARKUS_"));
      builder.environment().putAll(environment);
      builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      int managementPort = freePort();
      builder
          .environment()
          .put("MICROWISH_SECURITY_LOG_FILE", LOGS.resolve("security-" + port + ".log").toString());
      builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
      return new PackagedService(
          builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(),
          port,
          managementPort,
          log);
    }

    /**
     * Runs the process until it ends by itself.
     *
     * @return exit code and output
     */
    public Ended run() throws IOException, InterruptedException {
      try (PackagedService service = start(0)) {
        if (!service.process.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError("did not end:\n" + service.output());
        }
        return new Ended(service.process.exitValue(), service.output());
      }
    }
  }

  /**
   * The result of an ended process.
   *
   * @param code exit code
   * @param output standard output and error
   */
  public record Ended(int code, String output) {}

  /**
   * Waits until the service reports that it is ready.
   *
   * @throws AssertionError with the service's output if it ends first or takes longer than 90 s
   */
  public PackagedService awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    try (Http http = new Http()) {
      while (process.isAlive() && System.nanoTime() - deadline < 0) {
        try {
          if (http.get(uri("/q/health/ready")).send().status() == 200) {
            return this;
          }
        } catch (IOException e) {
          // Not listening yet.
        }
        process.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    throw new AssertionError("not ready:\n" + output());
  }

  /**
   * Returns a URI of this instance; health and metrics have a port of their own.
   *
   * @param path begins with a slash
   */
  public URI uri(String path) {
    return URI.create(
        "http://127.0.0.1:" + (path.startsWith("/q/") ? managementPort : port) + path);
  }

  /** Returns a URI of this instance on the public port, whatever the path. */
  public URI publicUri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Returns a free TCP port of the loopback interface. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Returns the output of the process so far, standard output and error. */
  public String output() throws IOException {
    return Files.readString(log);
  }

  /** Returns the process, to send it signals. */
  public Process process() {
    return process;
  }

  /** Kills the process at once, like a power failure. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Terminates the process and waits; kills it after 30 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPPED.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
