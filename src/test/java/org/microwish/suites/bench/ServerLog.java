package org.microwish.suites.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.TestDatabase;

/**
 * Records the statements that a piece of work sends to the database, from the server's general log.
 */
final class ServerLog {

  private final DatabaseSettings settings;

  ServerLog(DatabaseSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs the work and returns the statements of the connections that took part in it, in order.
   *
   * @param mark a text that only the statements of such connections contain
   */
  List<String> of(Callable<?> work, String mark) throws Exception {
    try (Connection connection = TestDatabase.connection(settings);
        Statement statement = connection.createStatement()) {
      statement.execute("SET GLOBAL general_log = OFF");
      statement.execute("SET GLOBAL log_output = 'TABLE'");
      statement.execute("TRUNCATE TABLE mysql.general_log");
      statement.execute("SET GLOBAL general_log = ON");
      try {
        work.call();
      } finally {
        statement.execute("SET GLOBAL general_log = OFF");
        statement.execute("SET GLOBAL log_output = 'FILE'");
      }
      return read(statement, mark);
    }
  }

  private static List<String> read(Statement statement, String mark) throws SQLException {
    List<String> sent = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log WHERE command_type IN"
                + " ('Query', 'Execute') AND thread_id IN (SELECT thread_id FROM"
                + " mysql.general_log WHERE CONVERT(argument USING utf8mb4) LIKE '%"
                + mark
                + "%') AND thread_id <> CONNECTION_ID() ORDER BY event_time")) {
      while (rows.next()) {
        sent.add(rows.getString(1));
      }
    }
    return sent;
  }
}
