package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections during start-up, before the pool exists. */
public final class Connections {

  private Connections() {}

  /**
   * Opens a connection whose session runs in UTC.
   *
   * @throws SQLException if the server is unreachable or rejects the connection; the message is the
   *     driver's
   */
  public static Connection open(String url, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    // Not DriverManager: it sees only drivers of its own class loader, which in dev mode is not
    // ours.
    Connection connection = new PrimaryDriver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not a MySQL URL (jdbc:mysql://host:port/schema)");
    }
    return connection;
  }

  /**
   * The URL of the primary if the URL names a group, otherwise the URL itself. For tools that open
   * their own connections.
   *
   * @throws SQLException like {@link #open}
   */
  public static String primary(String url, String user, String password) throws SQLException {
    if (PrimaryDriver.members(url).size() < 2) {
      return url;
    }
    try (Connection connection = open(url, user, password)) {
      return connection.getMetaData().getURL();
    }
  }
}
