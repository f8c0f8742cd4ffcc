package org.microwish.platform.sql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.logging.Logger;

/**
 * Connector/J, but a URL with several hosts, {@code jdbc:mysql://a:3306,b:3306,c:3306/schema},
 * means the members of a group of which one is the primary: a connection is to that one, or there
 * is none. Connector/J itself takes the first host that answers, and stays where nobody can write.
 *
 * <p>The member that was primary last is asked first. One that does not answer within {@code
 * connectTimeout} is left for the next, also when it accepts the connection and then is silent, as
 * a stopped process does. See {@code src/docs/decisions/database-cluster.md}.
 *
 * <p>A URL with one host is Connector/J's alone. Either way autocommit is switched late, see {@link
 * LazyAutoCommit}.
 */
public final class PrimaryDriver implements Driver {

  private static final String PREFIX = "jdbc:mysql://";
  private static final String CONNECT_TIMEOUT = "connectTimeout";
  private static final String SOCKET_TIMEOUT = "socketTimeout";
  private static final String DEFAULT_TIMEOUT = "2000";

  /**
   * Milliseconds after which a primary that says nothing is given up: the others have elected
   * another by then, and where power is lost nobody closes the connection. No statement of ours
   * takes as long.
   */
  private static final int LONGEST_SILENCE = 10_000;

  /** Setting a socket's timeout needs no thread. */
  private static final Executor SAME_THREAD = Runnable::run;

  private final Driver driver;

  /** Of the member to ask first, in the URL's list. */
  private volatile int preferred;

  /** Made by the pool, by name. */
  public PrimaryDriver() throws SQLException {
    this(new com.mysql.cj.jdbc.Driver());
  }

  /** On another driver for each single member. */
  PrimaryDriver(Driver driver) {
    this.driver = driver;
  }

  /**
   * A connection to the primary.
   *
   * @return nothing when the URL is not one of MySQL's
   * @throws SQLException SQLState 08001 when no member is a primary now; what each said is
   *     suppressed in it. The driver's own for a single host.
   */
  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    List<String> members = members(url);
    if (members.size() < 2) {
      Connection connection = driver.connect(url, properties);
      return connection == null ? null : LazyAutoCommit.of(connection);
    }
    Properties patience = new Properties();
    patience.putAll(properties);
    patience.setProperty(SOCKET_TIMEOUT, properties.getProperty(CONNECT_TIMEOUT, DEFAULT_TIMEOUT));
    patience.setProperty("exceptionInterceptors", LostPrimary.class.getName());
    String rest = url.substring(PREFIX.length() + String.join(",", members).length());
    int first = preferred;
    List<SQLException> refusals = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      int member = (first + i) % members.size();
      try {
        Connection connection = driver.connect(PREFIX + members.get(member) + rest, patience);
        if (isPrimary(connection)) {
          connection.setNetworkTimeout(SAME_THREAD, LONGEST_SILENCE);
          preferred = member;
          return LazyAutoCommit.of(connection);
        }
        connection.close();
      } catch (SQLException unreachable) {
        // A wrong password is wrong everywhere, and must be told as such.
        if (!isAbsence(unreachable)) {
          throw unreachable;
        }
        refusals.add(unreachable);
        // Whoever waits two seconds for a dead member does so once.
        preferred = (member + 1) % members.size();
      }
    }
    SQLException none =
        new SQLNonTransientConnectionException(
            "no primary among " + String.join(", ", members), "08001");
    refusals.forEach(none::addSuppressed);
    throw none;
  }

  private static boolean isAbsence(SQLException thrown) {
    return thrown.getSQLState() != null && thrown.getSQLState().startsWith("08");
  }

  /** All members but the primary are read-only; Group Replication keeps them so. */
  private static boolean isPrimary(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL.read_only")) {
      return row.next() && !row.getBoolean(1);
    }
  }

  /** The hosts, with their ports, that a URL names; none when it is written in another way. */
  static List<String> members(String url) {
    if (!url.startsWith(PREFIX)) {
      return List.of();
    }
    int end = PREFIX.length();
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
      end++;
    }
    String hosts = url.substring(PREFIX.length(), end);
    // Connector/J's other ways to name hosts are its own affair.
    return hosts.indexOf('(') >= 0 || hosts.indexOf('=') >= 0
        ? List.of()
        : List.of(hosts.split(",", -1));
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    return driver.getPropertyInfo(url, properties);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }
}
