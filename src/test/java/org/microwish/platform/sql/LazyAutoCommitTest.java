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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests when a change of the autocommit mode is sent to the server, with a recording driver and
 * with a real server.
 */
@Tag("database")
@QuarkusTest
class LazyAutoCommitTest {

  @Inject AgroalDataSource pool;

  private final List<String> calls = new ArrayList<>();
  private boolean mode = true;

  private final Connection connection = connection();

  @Test
  void consecutive_transactions_switch_autocommit_once() throws SQLException {
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
  void enabling_autocommit_with_an_open_transaction_is_sent_at_once() throws SQLException {
    connection.setAutoCommit(false);
    connection.prepareStatement("UPDATE");
    connection.rollback(null);
    connection.setAutoCommit(true);

    assertThat(calls).endsWith("rollback null", "setAutoCommit true");
  }

  @Test
  void a_pooled_connection_runs_many_transactions_without_switching() {
    List<Long> switches = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      switches.add(QuarkusTransaction.requiringNew().call(this::switches));
    }
    // The first transaction may need one switch, depending on the connection that the pool picks;
    // afterwards this thread keeps the connection.
    assertThat(switches.getLast()).isEqualTo(switches.get(1));
  }

  @Test
  void the_server_has_the_mode_that_each_statement_needs() {
    assertThat(QuarkusTransaction.requiringNew().call(this::serverMode)).isZero();
    assertThat(serverMode()).isOne();
    assertThat(QuarkusTransaction.requiringNew().call(this::serverMode)).isZero();
  }

  private long serverMode() {
    return ask("SELECT 'mode', @@autocommit");
  }

  /** Returns how often this session's options were set. */
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
