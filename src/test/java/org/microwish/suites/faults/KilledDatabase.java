package org.microwish.suites.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.microwish.platform.start.DatabaseLauncher;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.platform.start.EmbeddedServer;
import org.microwish.testing.Grants;
import org.microwish.testing.TestDatabase;

/**
 * A separate database server for this test, in its own directory, so that killing it does not
 * affect other tests. If {@code MICROWISH_TEST_DB_PORT} names another server, that one is used; it
 * is not killed but only cut off by the proxies in front of it.
 */
final class KilledDatabase implements AutoCloseable {

  private static final Path HOME = Path.of("target", "fault-database");
  private static final String SCHEMA = "microwish_faults";
  private static final boolean OURS = System.getenv("MICROWISH_TEST_DB_PORT") == null;

  private final Runnable end;
  private EmbeddedServer.Endpoint server;
  private final DatabaseSettings settings;

  /** Starts the server and makes an empty, migrated schema on it. */
  KilledDatabase() throws SQLException {
    if (OURS) {
      EmbeddedServer.Use use = use();
      server = use.endpoint();
      end = use::end;
    } else {
      server = TestDatabase.server();
      end = () -> {};
    }
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + SCHEMA);
    }
    DatabaseSettings whole = server.create(SCHEMA);
    DatabaseLauncher.prepare(whole);
    try (Connection administrator = TestDatabase.connection(whole)) {
      settings =
          new DatabaseSettings(
              whole.url(),
              Grants.make(administrator, "faults"),
              Grants.PASSWORD,
              whole.user(),
              whole.password(),
              true);
    }
  }

  private static EmbeddedServer.Use use() {
    return EmbeddedServer.use(HOME, DatabaseLauncher.engines(key -> Optional.empty()));
  }

  /** Whether the test may kill the server. */
  boolean isOurs() {
    return OURS;
  }

  /** Returns the port that it listens on; it changes with each start. */
  int port() {
    return server.port();
  }

  /** Returns settings with the service's account that connect through a proxy. */
  DatabaseSettings by(CuttingProxy proxy) {
    return new DatabaseSettings(
        settings.url().replaceFirst(":\\d+/", ":" + proxy.port() + "/"),
        settings.user(),
        settings.password(),
        settings.migrationUser(),
        settings.migrationPassword(),
        settings.migrate());
  }

  /** Kills the server's process without a shutdown, like a power failure. */
  void kill() throws IOException {
    List<String> lines = Files.readAllLines(HOME.resolve("server"));
    ProcessHandle process = ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().join();
    Awaitility.await("the database's end").until(() -> !process.isAlive());
  }

  /** Restarts the server on the same data, on another port. */
  void restart() {
    server = use().endpoint();
  }

  /** Returns the number of connections of the service's account, as counted by the server. */
  int connections() throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
      int count = 0;
      while (rows.next()) {
        if (rows.getString("User").equals(settings.user())) {
          count++;
        }
      }
      return count;
    }
  }

  /**
   * Sets the clock of new connections. The time of such a connection does not advance, which is
   * sufficient for the short test.
   *
   * @param seconds seconds ahead of the correct time, negative if behind; 0 corrects the clock
   */
  void shiftClock(long seconds) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SET GLOBAL init_connect = '%s'"
              .formatted(
                  seconds == 0
                      ? ""
                      : "SET timestamp = UNIX_TIMESTAMP(NOW(6)) + (%d)".formatted(seconds)));
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
