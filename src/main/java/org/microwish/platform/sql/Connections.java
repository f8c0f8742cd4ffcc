package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Connections for the start, when the pool does not exist yet. */
public final class Connections {

  private Connections() {}

  /**
   * Opens a connection whose session runs in UTC.
   *
   * @throws SQLException when the server is away or refuses; the message is the driver's
   */
  public static Connection open(String url, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5000");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("forceConnectionTimeZoneToSession", "true");
    // Not DriverManager: it only sees drivers of its own class loader, and in dev mode ours is not.
    Connection connection = new PrimaryDriver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not a MySQL URL (jdbc:mysql://host:port/schema)");
    }
    return connection;
  }

  /**
   * The URL of the primary alone, where a URL names a group: for tools that open connections of
   * their own.
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
