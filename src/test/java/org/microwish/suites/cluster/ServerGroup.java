package org.microwish.suites.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.microwish.platform.sql.PrimaryDriver;
import org.microwish.platform.start.DatabaseSettings;

/**
 * Three MySQL servers on this machine's loopback interface, one of them the primary. Controlled by
 * the script {@code deploy/cluster/mysql}.
 */
final class ServerGroup implements AutoCloseable {

  private static final String SCRIPT = Path.of("deploy", "cluster", "mysql").toString();
  private static final String USER = "microwish";
  private static final String PASSWORD = "only-for-tests";
  private static final int MINUTES = 15;

  private final Path directory;
  private final String url;

  private ServerGroup(Path directory, String url) {
    this.directory = directory;
    this.url = url;
  }

  /**
   * A member as the script describes it.
   *
   * @param number 1 to 3
   * @param port on the loopback
   * @param pid of its process
   * @param state such as ONLINE
   * @param role PRIMARY or SECONDARY
   */
  record Member(int number, int port, long pid, String state, String role) {}

  /**
   * Installs MySQL if needed, and starts the group.
   *
   * @throws AssertionError with the script's output if it fails
   */
  static ServerGroup start(Path directory) throws IOException, InterruptedException {
    String url = run("group", directory.toString()).strip();
    return new ServerGroup(directory, url);
  }

  /** Returns settings for a schema of the group, with the account that has all rights. */
  DatabaseSettings schema(String name) {
    return new DatabaseSettings(
        url + name + "?sslMode=DISABLED&allowPublicKeyRetrieval=true",
        USER,
        PASSWORD,
        USER,
        PASSWORD,
        true);
  }

  /** Opens a connection to the current primary. */
  Connection connection(String schema) throws SQLException {
    return connect(schema(schema).url());
  }

  /** Opens a connection to one member, whatever its role. */
  Connection connection(Member member, String schema) throws SQLException {
    return connect(
        "jdbc:mysql://127.0.0.1:%d/%s?sslMode=DISABLED&allowPublicKeyRetrieval=true"
            .formatted(member.port(), schema));
  }

  private static Connection connect(String url) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    properties.setProperty("connectionCollation", "utf8mb4_unicode_520_ci");
    return new PrimaryDriver().connect(url, properties);
  }

  /** Returns the running members. */
  List<Member> members() throws IOException, InterruptedException {
    return run("status", directory.toString())
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> !words[0].equals("0"))
        .map(
            words ->
                new Member(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Long.parseLong(words[2]),
                    words[3],
                    words.length > 4 ? words[4] : ""))
        .toList();
  }

  /** Returns the current primary. */
  Optional<Member> primary() throws IOException, InterruptedException {
    return members().stream()
        .filter(member -> member.state().equals("ONLINE") && member.role().equals("PRIMARY"))
        .findFirst();
  }

  /** Starts a killed member and waits until it has caught up. */
  void startAgain(Member member) throws IOException, InterruptedException {
    run("node", directory.toString(), String.valueOf(member.number()));
  }

  /** Makes another member the primary in a planned switch. */
  void handOverTo(Member member) throws IOException, InterruptedException {
    run("primary", directory.toString(), String.valueOf(member.number()));
  }

  /** Returns the first column of a query on the primary as a number. */
  long number(String schema, String sql) throws SQLException {
    try (Connection connection = connection(schema)) {
      return number(connection, sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      run("stop", directory.toString(), "group");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String run(String... words) throws IOException, InterruptedException {
    ArrayList<String> command = new ArrayList<>(List.of("sh", SCRIPT));
    command.addAll(List.of(words));
    // To a file: a server that the script starts would keep a pipe open.
    Path output = Files.createTempFile("cluster", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String text = Files.readString(output);
    Files.delete(output);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ":\n" + text);
    }
    return text;
  }
}
