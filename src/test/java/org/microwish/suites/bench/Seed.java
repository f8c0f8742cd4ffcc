package org.microwish.suites.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.microwish.platform.start.DatabaseSettings;
import org.microwish.testing.Street;
import org.microwish.testing.TestDatabase;

/**
 * A schema of the benchmark and its contents. Wishes are written in batches of ten thousand,
 * without ledger entries and at version 0; all are public and open, and numbered from 1.
 */
final class Seed {

  /** Rows per statement. */
  private static final int CHUNK = 10_000;

  private static final String COLUMNS =
      "id, version, kind, state, round, channel, category, division_path, public_title,"
          + " public_summary, claim_policy, capacity, places, needs_approval, claimable_by,"
          + " claimable_from, claiming_closed, claim_by, places_taken, pending_claims,"
          + " active_claims, started_claims, delivered_claims, funding, amount_taken, committed,"
          + " spent, returned, created_by, created_at, updated_at, first_published_at,"
          + " published_at, last_occurred_at, sample";

  static final String NUMBERS =
      "WITH RECURSIVE digit (d) AS (SELECT 0 UNION ALL SELECT d + 1 FROM digit WHERE d < 9) SELECT"
          + " a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n FROM digit a, digit b, digit c, digit e";

  private static final String TITLE = "'一张能折叠的轮椅'";

  private static final String SUMMARY = "'家里老人出院后行动不便，希望有一张能折叠的轮椅，好下楼晒太阳、去社区医院复诊。'";

  /**
   * Template of a wish; the place count is a parameter. Every fourth wish has another category, and
   * every fourth another community.
   */
  private static final String WISH =
      "%d + n, 0, 'WISH', 'OPEN', 1, 'GRID_WORKER', IF(n %% 4 = 0, 'SERVICE', 'GOODS'),"
          + " IF(n %% 4 = 1, '"
          + Street.NEIGHBOUR
          + "', '"
          + Street.COMMUNITY
          + "'), %s, %s,"
          + " IF(%d = 1, 'EXCLUSIVE', 'SHARED'), 'PLACES', %d, FALSE, 'BOTH', 'ANYWHERE', FALSE,"
          + " '2099-01-01', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'bench', '2026-01-01', '2026-01-01',"
          + " '2026-01-01', '2026-01-01', '2026-01-01', FALSE";

  private final DatabaseSettings settings;
  private final Street street;
  private long wishes;

  private Seed(DatabaseSettings settings) {
    this.settings = settings;
    this.street = Street.in(() -> TestDatabase.connection(settings));
  }

  /** Creates a migrated schema that contains only a street. */
  static Seed schema(String name) {
    return new Seed(TestDatabase.grantedSchema("bench_" + name));
  }

  DatabaseSettings settings() {
    return settings;
  }

  Street street() {
    return street;
  }

  /** Returns the number of wishes with one place; their ids are 1 to this number. */
  long wishes() {
    return wishes;
  }

  /** Creates members of one organisation of the street, all registered in one community. */
  List<Long> members(int count) {
    return street.members(street.organisation(), Street.COMMUNITY, count);
  }

  /** Creates wishes with one place until there are at least this many. */
  void wishes(long enough) {
    while (wishes < enough) {
      insertWishes(wishes + 1, 1);
      wishes += CHUNK;
    }
  }

  /** Inserts ten thousand wishes with that many places each; the first has that id. */
  void insertWishes(long first, int places) {
    insert("wish", COLUMNS, WISH.formatted(first, TITLE, SUMMARY, places, places), CHUNK);
  }

  /** Inserts ten thousand wishes with one place each, with these expressions for their words. */
  void insertWishes(long first, String title, String summary) {
    insert("wish", COLUMNS, WISH.formatted(first, title, summary, 1, 1), CHUNK);
  }

  /**
   * Inserts up to ten thousand rows with one statement.
   *
   * @param values an expression for each column, over {@code n}, which counts from 0
   */
  void insert(String table, String columns, String values, int rows) {
    execute(
        "INSERT INTO %s (%s) SELECT %s FROM (%s) numbers WHERE n < %d"
            .formatted(table, columns, values, NUMBERS, rows));
  }

  /** Executes statements as the service's database account. */
  void execute(String... statements) {
    try (Connection connection = TestDatabase.connection(settings);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Returns a global variable of the database server. */
  String variable(String name) {
    try (Connection connection = TestDatabase.connection(settings);
        PreparedStatement show = connection.prepareStatement("SELECT @@GLOBAL." + name);
        ResultSet rows = show.executeQuery()) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Returns the first column of the only row as a number. */
  long number(String sql) {
    return street.number(sql);
  }
}
