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
 * A JDBC driver that extends Connector/J with URLs of several hosts, {@code
 * jdbc:mysql://a:3306,b:3306,c:3306/schema}, which are the members of a group. A connection always
 * leads to the group's primary; if no member is the primary, opening fails. Connector/J itself
 * would use the first host that answers, even if that host is read-only.
 *
 * <p>The driver tries the last known primary first. It skips a member that does not answer within
 * {@code connectTimeout}, even if the member accepts the connection and then does not respond, as a
 * suspended process does. See {@code src/docs/decisions/database-cluster.md}.
 *
 * <p>The driver passes URLs with one host to Connector/J. All connections switch autocommit lazily,
 * see {@link LazyAutoCommit}.
 */
public final class PrimaryDriver implements Driver {

  private static final String PREFIX = "jdbc:mysql://";
  private static final String CONNECT_TIMEOUT = "connectTimeout";
  private static final String SOCKET_TIMEOUT = "socketTimeout";
  private static final String DEFAULT_TIMEOUT = "2000";

  /**
   * The read timeout, in milliseconds, of connections to the primary of a group. It ends the
   * connections to a primary that lost power, which nothing else would end; the other members have
   * then elected a new primary. No statement of this service takes so long.
   */
  private static final int LONGEST_SILENCE = 10_000;

  /** The executor for setting the timeout of a socket, which needs no thread of its own. */
  private static final Executor SAME_THREAD = Runnable::run;

  private final Driver driver;

  /** The index in the URL's list of the member that the next connection tries first. */
  private volatile int preferred;

  /** Called by the connection pool, which creates the driver by the name of its class. */
  public PrimaryDriver() throws SQLException {
    this(new com.mysql.cj.jdbc.Driver());
  }

  /**
   * Creates a driver that opens its connections with another driver than Connector/J, for tests.
   */
  PrimaryDriver(Driver driver) {
    this.driver = driver;
  }

  /**
   * Opens a connection to the primary of a group, or to the only host that the URL names.
   *
   * @return null if the URL is not a MySQL URL
   * @throws SQLException for a group without a reachable primary, with SQLState 08001 and the
   *     connection errors of the members as suppressed exceptions; otherwise Connector/J's
   *     exception, such as for a wrong password
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
        // Report all other errors, such as a wrong password, at once: they would occur with every
        // member.
        if (!isAbsence(unreachable)) {
          throw unreachable;
        }
        refusals.add(unreachable);
        // The next connection need not wait for this unreachable member again.
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

  /**
   * Returns whether the server accepts writes: Group Replication keeps all members except the
   * primary read-only.
   */
  private static boolean isPrimary(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL.read_only")) {
      return row.next() && !row.getBoolean(1);
    }
  }

  /** Returns the hosts in a URL, with their ports; empty if the URL uses another syntax. */
  static List<String> members(String url) {
    if (!url.startsWith(PREFIX)) {
      return List.of();
    }
    int end = PREFIX.length();
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
      end++;
    }
    String hosts = url.substring(PREFIX.length(), end);
    // Leave the other host syntaxes, such as address=(...), to Connector/J.
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
