package org.microwish.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.microwish.testing.TestDatabase;

class MigrationHistoryTest {

  @Test
  void onlyASchemaThatIsExactlyThisBuildsIsLevel() throws Exception {
    DatabaseSettings schema = TestDatabase.emptySchema("history");
    assertThat(level(schema)).as("no table").isFalse();
    DatabaseLauncher.prepare(schema);
    assertThat(level(schema)).as("migrated").isTrue();
    assertThat(MigrationHistory.scripts()).hasSizeGreaterThan(19).containsKey("V1__core.sql");

    String row = " WHERE version = '7'";
    differs(schema, "SET checksum = checksum + 1" + row, "SET checksum = checksum - 1" + row);
    differs(schema, "SET success = 0" + row, "SET success = 1" + row);
    differs(schema, "SET script = 'V7__other.sql'" + row, "SET script = 'V7__party.sql'" + row);

    execute(
        schema,
        "INSERT INTO flyway_schema_history SELECT 999, '999', description, type, 'V999__newer.sql',"
            + " checksum, installed_by, installed_on, execution_time, success"
            + " FROM flyway_schema_history"
            + row);
    assertThat(level(schema)).as("newer than this build").isFalse();
    execute(schema, "UPDATE flyway_schema_history SET script = 'V1__core.sql' WHERE version = 999");
    assertThat(level(schema)).as("a script twice").isFalse();
    execute(schema, "DELETE FROM flyway_schema_history WHERE version = 999");
    assertThat(level(schema)).isTrue();

    execute(schema, "DELETE FROM flyway_schema_history WHERE version = 21");
    assertThat(level(schema)).as("behind").isFalse();
  }

  private static void differs(DatabaseSettings schema, String change, String back)
      throws SQLException {
    execute(schema, "UPDATE flyway_schema_history " + change);
    assertThat(level(schema)).as(change).isFalse();
    execute(schema, "UPDATE flyway_schema_history " + back);
    assertThat(level(schema)).as(back).isTrue();
  }

  private static boolean level(DatabaseSettings schema) {
    return MigrationHistory.isLevel(schema.url(), schema.user(), schema.password());
  }

  private static void execute(DatabaseSettings schema, String sql) throws SQLException {
    try (Connection connection = TestDatabase.connection(schema);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
