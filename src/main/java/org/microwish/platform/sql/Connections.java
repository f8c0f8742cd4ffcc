package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Opens database connections during the start-up, when the connection pool does not exist yet. */
public final class Connections {

  private Connections() {}

  /**
   * Opens a connection whose session has the time zone UTC.
   *
   * @throws SQLException if the server is unreachable or rejects the connection, with the driver's
   *     message; or if the URL is not a MySQL URL
   */
  public static Connection open(String url, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    // Use PrimaryDriver and not DriverManager: DriverManager finds only drivers of its own class
    // loader, and in dev mode this class has another one.
    Connection connection = new PrimaryDriver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not a MySQL URL (jdbc:mysql://host:port/schema)");
    }
    return connection;
  }

  /**
   * Returns the URL of the primary if this URL names several servers of a MySQL replication group;
   * otherwise returns this URL. Used by tools that open their own connections.
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
