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
 * Extends Connector/J with URLs of several hosts, {@code jdbc:mysql://a:3306,b:3306,c:3306/schema},
 * which name the members of a group. A connection always leads to the primary, or fails.
 * Connector/J itself would take the first host that answers, even if that is read-only.
 *
 * <p>The last known primary is tried first. A member that does not answer within {@code
 * connectTimeout} is skipped, even if it accepts the connection and then does not respond, like a
 * suspended process. See {@code src/docs/decisions/database-cluster.md}.
 *
 * <p>URLs with one host are passed to Connector/J. In both cases autocommit is switched lazily, see
 * {@link LazyAutoCommit}.
 */
public final class PrimaryDriver implements Driver {

  private static final String PREFIX = "jdbc:mysql://";
  private static final String CONNECT_TIMEOUT = "connectTimeout";
  private static final String SOCKET_TIMEOUT = "socketTimeout";
  private static final String DEFAULT_TIMEOUT = "2000";

  /**
   * Milliseconds without a response after which a connection to the primary is given up. By then
   * the other members have elected a new primary; after a power failure nothing else closes the
   * connection. No statement of this service takes as long.
   */
  private static final int LONGEST_SILENCE = 10_000;

  /** Setting a socket's timeout needs no thread. */
  private static final Executor SAME_THREAD = Runnable::run;

  private final Driver driver;

  /** The index of the member to try first, in the URL's list. */
  private volatile int preferred;

  /** Called by the pool, which creates the class by name. */
  public PrimaryDriver() throws SQLException {
    this(new com.mysql.cj.jdbc.Driver());
  }

  /** Uses another driver to connect to single members. */
  PrimaryDriver(Driver driver) {
    this.driver = driver;
  }

  /**
   * Opens a connection to the primary of a group, or to the only host that the URL names.
   *
   * @return null if the URL is not a MySQL URL
   * @throws SQLException SQLState 08001 if no member of a group is the primary, with the members'
   *     connection errors as suppressed exceptions; all other errors, such as a wrong password, and
   *     those of a single host are the driver's exceptions
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
        // Other errors, such as a wrong password, occur on every member and are reported at once.
        if (!isAbsence(unreachable)) {
          throw unreachable;
        }
        refusals.add(unreachable);
        // The next connection need not wait again for this unreachable member.
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

  /** All members except the primary are read-only; Group Replication enforces this. */
  private static boolean isPrimary(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@GLOBAL.read_only")) {
      return row.next() && !row.getBoolean(1);
    }
  }

  /** The hosts and ports in a URL; empty if the URL uses another syntax. */
  static List<String> members(String url) {
    if (!url.startsWith(PREFIX)) {
      return List.of();
    }
    int end = PREFIX.length();
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
      end++;
    }
    String hosts = url.substring(PREFIX.length(), end);
    // Connector/J's other host syntaxes are passed through.
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
