package org.microwish.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.microwish.platform.Time;
import org.microwish.testing.Grants;

/** Tests the grants script with its own schema and database account. */
@Tag("database")
class LedgerGrantsCheckTest {

  private static LogSchema schema;
  private static MysqlDataSource api;
  private static List<String> grants;

  @BeforeAll
  static void grant() throws SQLException {
    schema = LogSchema.create("rights");
    String user;
    try (Connection administrator = schema.database.getConnection()) {
      user = Grants.make(administrator, "rights");
      grants = Grants.statements(administrator.getCatalog(), user);
    }
    api = new MysqlDataSource();
    api.setUrl(
        schema.settings.url()
            + (schema.settings.url().contains("?") ? "&" : "?")
            + "rewriteBatchedStatements=true&allowMultiQueries=true"
            + "&sessionVariables=transaction_isolation='READ-COMMITTED'");
    api.setUser(user);
    api.setPassword(Grants.PASSWORD);
  }

  private static void asService(String sql) throws SQLException {
    try (Connection connection = api.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void the_service_can_append_and_sequence() throws SQLException {
    schema.empty();
    try (Connection connection = api.getConnection()) {
      for (int i = 0; i < 300; i++) {
        LogSchema.Entry entry = LogSchema.entry("rights" + i, 1);
        LogSchema.insert(connection, entry, entry.id());
      }
    }
    assertThat(new Sequencer(api, new Time()).sequence(1_000).integrated()).isEqualTo(300);
    assertThat(schema.number("SELECT COUNT(*) FROM ledger_tile")).isEqualTo(1);
  }

  @Test
  void the_service_can_neither_change_nor_delete_ledger_rows() {
    for (String[] tableAndColumn :
        new String[][] {
          {"ledger_entry", "payload"},
          {"ledger_leaf", "leaf_hash"},
          {"ledger_tile", "hashes"},
          {"posting", "amount"},
          {"serial_number", "number_text"},
          {"ledger_checkpoint", "note"},
          {"ledger_key", "vkey"},
          {"ledger_cosignature", "line"}
        }) {
      String table = tableAndColumn[0];
      for (String sql :
          List.of(
              "UPDATE " + table + " SET " + tableAndColumn[1] + " = 'x'",
              "DELETE FROM " + table,
              "TRUNCATE TABLE " + table,
              "DROP TABLE " + table,
              "ALTER TABLE " + table + " ADD COLUMN extra INT",
              "CREATE TRIGGER t BEFORE INSERT ON " + table + " FOR EACH ROW SET @x = 1",
              "REPLACE INTO " + table + " SELECT * FROM " + table)) {
        assertThatThrownBy(() -> asService(sql))
            .as(sql)
            .isInstanceOf(SQLException.class)
            // MySQL with a binary log checks SUPER before the privileges of a trigger.
            .hasMessageMatching("(?s).*(denied|SUPER privilege).*");
      }
    }
    assertThatThrownBy(() -> asService("DELETE FROM ledger_head")).hasMessageContaining("denied");
    assertThatThrownBy(() -> asService("UPDATE flyway_schema_history SET success = 0"))
        .hasMessageContaining("denied");
  }

  @Test
  void the_grants_script_covers_every_table() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Connection connection = schema.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE()")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    for (String table : tables) {
      assertThat(grants)
          .as("deploy/database-grants.sql has no line for " + table)
          .anyMatch(line -> line.contains("." + table + " "));
    }
    assertThat(grants).hasSameSizeAs(tables);
  }

  @Test
  void the_rights_check_detects_missing_enforcement() throws SQLException {
    assertThat(new LedgerGrantsCheck(api).areEnforced()).isTrue();
    assertThat(new LedgerGrantsCheck(schema.database).areEnforced()).isFalse();
  }
}
