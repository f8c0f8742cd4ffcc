package org.microwish.platform.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the server is told of a change of mode, by a recorded driver and by a real server. */
@QuarkusTest
class LazyAutoCommitTest {

  @Inject AgroalDataSource pool;

  private final List<String> calls = new ArrayList<>();
  private boolean mode = true;

  private final Connection connection = connection();

  @Test
  void one_transaction_after_another_switches_once() throws SQLException {
    for (int i = 0; i < 3; i++) {
      connection.setAutoCommit(false);
      assertThat(connection.getAutoCommit()).isFalse();
      connection.prepareStatement("UPDATE");
      connection.commit();
      connection.setAutoCommit(true);
      assertThat(connection.getAutoCommit()).isTrue();
    }

    assertThat(calls)
        .containsExactly(
            "setAutoCommit false",
            "prepareStatement UPDATE",
            "commit",
            "prepareStatement UPDATE",
            "commit",
            "prepareStatement UPDATE",
            "commit");
  }

  @Test
  void a_statement_outside_a_transaction_finds_autocommit_on() throws SQLException {
    connection.setAutoCommit(false);
    connection.prepareStatement("UPDATE");
    connection.rollback();
    connection.setAutoCommit(true);
    connection.createStatement();

    assertThat(calls)
        .containsExactly(
            "setAutoCommit false",
            "prepareStatement UPDATE",
            "rollback",
            "setAutoCommit true",
            "createStatement");
  }

  @Test
  void what_is_open_is_committed_at_once() throws SQLException {
    connection.setAutoCommit(false);
    connection.prepareStatement("UPDATE");
    connection.rollback(null);
    connection.setAutoCommit(true);

    assertThat(calls).endsWith("rollback null", "setAutoCommit true");
  }

  @Test
  void a_connection_of_the_pool_runs_many_transactions_with_one_switch() {
    List<Long> switches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      switches.add(QuarkusTransaction.requiringNew().call(this::switches));
    }
    // One may be needed to begin with; which connection it was, the pool decides, and this thread
    // keeps it.
    assertThat(switches.getLast()).isEqualTo(switches.get(1));
  }

  @Test
  void the_server_s_mode_is_the_one_that_a_statement_needs() {
    assertThat(QuarkusTransaction.requiringNew().call(this::serverMode)).isZero();
    assertThat(serverMode()).isOne();
    assertThat(QuarkusTransaction.requiringNew().call(this::serverMode)).isZero();
  }

  private long serverMode() {
    return ask("SELECT 'mode', @@autocommit");
  }

  /** How often this session's options were set. */
  private long switches() {
    return ask("SHOW SESSION STATUS LIKE 'Com_set_option'");
  }

  private long ask(String question) {
    try (Connection one = pool.getConnection();
        Statement statement = one.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(2);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private Connection connection() {
    Connection recorded =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                  if ("getAutoCommit".equals(method.getName())) {
                    return mode;
                  }
                  if ("setAutoCommit".equals(method.getName())) {
                    mode = (boolean) arguments[0];
                  }
                  calls.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
                  return null;
                });
    try {
      return LazyAutoCommit.of(recorded);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
