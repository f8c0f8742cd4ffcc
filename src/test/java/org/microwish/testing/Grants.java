package org.microwish.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates database accounts with the rights that {@code deploy/database-grants.sql} grants to the
 * service.
 */
public final class Grants {

  /** Password of the accounts that tests create, which can connect only from this machine. */
  public static final String PASSWORD = "only-for-tests";

  private static final Path SCRIPT = Path.of("deploy", "database-grants.sql");
  private static final String PREFIX = "mw_";

  private Grants() {}

  /** Returns the script's statements for a schema and an account. */
  public static List<String> statements(String schema, String user) {
    try {
      return Files.readString(SCRIPT)
          .replaceAll("(?m)^--.*$", "")
          .replace("microwish.", "`" + schema + "`.")
          .replace("'microwish_api'@'%'", account(user))
          .lines()
          .filter(line -> !line.isBlank())
          .map(line -> line.replaceAll(";$", ""))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Creates an account for this JVM with the script's rights, and drops the accounts of JVMs that
   * have ended.
   *
   * @param administrator a connection to the schema
   * @param name distinguishes accounts of one JVM; letters only
   * @return the user's name
   */
  public static String make(Connection administrator, String name) throws SQLException {
    String user = PREFIX + ProcessHandle.current().pid() + "_" + name;
    try (Statement statement = administrator.createStatement()) {
      for (String old : users(statement)) {
        long pid = Long.parseLong(old.substring(PREFIX.length()).split("_", 2)[0]);
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
          statement.execute("DROP USER " + account(old));
        }
      }
      statement.execute("DROP USER IF EXISTS " + account(user));
      statement.execute("CREATE USER " + account(user) + " IDENTIFIED BY '" + PASSWORD + "'");
      for (String grant : statements(administrator.getCatalog(), user)) {
        statement.execute(grant);
      }
    }
    return user;
  }

  private static List<String> users(Statement statement) throws SQLException {
    List<String> users = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT User FROM mysql.user WHERE User LIKE 'mw\\_%\\_%'")) {
      while (rows.next()) {
        users.add(rows.getString(1));
      }
    }
    return users;
  }

  private static String account(String user) {
    return "'" + user + "'@'127.0.0.1'";
  }
}
