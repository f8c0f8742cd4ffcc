package org.microwish.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the driver with fake group members: dead, read-only or primary. */
@Tag("fast")
class PrimaryDriverTest {

  private static final String GROUP = "jdbc:mysql://a:1,b:2,c:3/wish?sslMode=DISABLED";

  private final Members members = new Members();
  private final PrimaryDriver driver = new PrimaryDriver(members);
  private final Properties properties = new Properties();

  @Test
  void finds_the_primary_and_tries_it_first_afterwards() throws SQLException {
    members.is("a", "secondary").is("b", "primary").is("c", "secondary");

    assertThat(driver.connect(GROUP, properties)).hasToString("b");
    assertThat(members.asked()).containsExactly("a", "b");
    assertThat(members.closed).containsExactly("a");

    assertThat(driver.connect(GROUP, properties)).hasToString("b");
    assertThat(members.asked()).containsExactly("b");
  }

  @Test
  void follows_the_primary_to_another_member() throws SQLException {
    members.is("a", "primary").is("b", "secondary").is("c", "secondary");
    driver.connect(GROUP, properties).close();

    members.is("a", "dead").is("c", "primary");
    members.asked();
    assertThat(driver.connect(GROUP, properties)).hasToString("c");
    assertThat(members.asked()).containsExactly("a", "b", "c");
  }

  @Test
  void a_dead_member_is_not_tried_first_again() throws SQLException {
    members.is("a", "dead").is("b", "secondary").is("c", "secondary");
    assertThatThrownBy(() -> driver.connect(GROUP, properties)).isInstanceOf(SQLException.class);

    members.is("b", "primary");
    members.asked();
    assertThat(driver.connect(GROUP, properties)).hasToString("b");
    assertThat(members.asked()).containsExactly("b");
  }

  @Test
  void no_primary_is_reported_as_a_failed_connection() {
    members.is("a", "dead").is("b", "secondary").is("c", "secondary");

    assertThatThrownBy(() -> driver.connect(GROUP, properties))
        .isInstanceOfSatisfying(
            SQLException.class,
            none -> {
              assertThat(none.getSQLState()).isEqualTo("08001");
              assertThat(none.getSuppressed()).hasSize(1);
            })
        .hasMessage("no primary among a:1, b:2, c:3");
  }

  @Test
  void an_access_denied_error_is_reported_without_trying_other_members() {
    members.is("a", "refusing").is("b", "primary").is("c", "secondary");

    assertThatThrownBy(() -> driver.connect(GROUP, properties)).hasMessage("access denied");
    assertThat(members.asked()).containsExactly("a");
  }

  @Test
  void group_members_get_shorter_timeouts_than_a_single_server() throws SQLException {
    members.is("a", "primary").is("b", "secondary").is("c", "secondary");
    properties.setProperty("connectTimeout", "1500");
    properties.setProperty("socketTimeout", "30000");

    driver.connect(GROUP, properties).close();

    assertThat(members.used.getProperty("socketTimeout")).isEqualTo("1500");
    assertThat(members.timeout).isEqualTo(10_000);
  }

  @Test
  void a_url_with_one_host_is_passed_to_the_driver_unchanged() throws SQLException {
    members.is("a", "secondary");

    assertThat(driver.connect("jdbc:mysql://a:1/wish", properties)).hasToString("a");
    assertThat(members.used).isSameAs(properties);
  }

  @Test
  void other_url_formats_are_not_handled() {
    assertThat(PrimaryDriver.members("jdbc:mysql://[::1]:3306,b/wish"))
        .containsExactly("[::1]:3306", "b");
    assertThat(PrimaryDriver.members("jdbc:mysql://(host=a),(host=b)/wish")).isEmpty();
    assertThat(PrimaryDriver.members("jdbc:postgresql://a,b/wish")).isEmpty();
    assertThat(PrimaryDriver.members("jdbc:mysql://a?x=b,c")).containsExactly("a");
  }

  @Test
  void errors_of_a_former_primary_are_lost_connections() {
    LostPrimary interceptor = new LostPrimary();
    SQLException readOnly =
        new SQLException("running with the --super-read-only option", "HY000", 1290);
    SQLException option =
        new SQLException("running with the --secure-file-priv option", "HY000", 1290);
    SQLException deadlock = new SQLException("Deadlock found", "40001", 1213);

    assertThat(interceptor.interceptException(readOnly))
        .isInstanceOfSatisfying(
            SQLException.class,
            lost -> {
              assertThat(lost.getSQLState()).isEqualTo("08S01");
              assertThat(lost.getErrorCode()).isEqualTo(1290);
              assertThat(lost.getCause()).isSameAs(readOnly);
            });
    assertThat(interceptor.interceptException(new SQLException("hook", "HY000", 3100)))
        .isInstanceOfSatisfying(
            SQLException.class, lost -> assertThat(lost.getSQLState()).isEqualTo("08S01"));
    assertThat(interceptor.interceptException(option)).isSameAs(option);
    assertThat(interceptor.interceptException(deadlock)).isSameAs(deadlock);
  }

  /** A fake driver with configurable hosts; it records which were contacted. */
  private static final class Members implements Driver {

    private final Map<String, String> behaviour = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private Properties used;
    private int timeout;

    Members is(String host, String what) {
      behaviour.put(host, what);
      return this;
    }

    List<String> asked() {
      List<String> before = List.copyOf(asked);
      asked.clear();
      return before;
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
      used = properties;
      String host = url.substring("jdbc:mysql://".length()).split(":", 2)[0];
      asked.add(host);
      boolean readOnly =
          switch (behaviour.get(host)) {
            case "primary" -> false;
            case "secondary" -> true;
            case "refusing" -> throw new SQLException("access denied", "28000");
            default -> throw new SQLException("connection refused", "08S01");
          };
      return proxy(
          Connection.class,
          (method, arguments) ->
              switch (method) {
                case "createStatement" -> statement(readOnly);
                case "getAutoCommit" -> true;
                case "toString" -> host;
                case "close" -> {
                  closed.add(host);
                  yield null;
                }
                case "setNetworkTimeout" -> {
                  timeout = (Integer) arguments[1];
                  yield null;
                }
                default -> throw new UnsupportedOperationException(method);
              });
    }

    private static Statement statement(boolean readOnly) {
      ResultSet row =
          proxy(
              ResultSet.class,
              (method, arguments) ->
                  switch (method) {
                    case "next" -> true;
                    case "getBoolean" -> readOnly;
                    default -> null;
                  });
      return proxy(
          Statement.class, (method, arguments) -> method.equals("executeQuery") ? row : null);
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> behaviour.call(method.getName(), arguments)));
    }

    private interface Behaviour {
      Object call(String method, Object[] arguments) throws SQLException;
    }

    @Override
    public boolean acceptsURL(String url) {
      return true;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }
}
