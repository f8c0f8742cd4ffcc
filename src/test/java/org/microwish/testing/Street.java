package org.microwish.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.microwish.platform.Id;

/**
 * Test data: divisions, organisations and members, inserted directly into a schema's tables,
 * because tests need them but not their commands. They have no ledger entries and version 0, so
 * their first change is version 1 and no entry waits for an earlier one.
 */
public final class Street {

  /** The street. */
  public static final String STREET = "440199001000";

  /** A community of the street. */
  public static final String COMMUNITY = "440199001001";

  /** Another community of the street. */
  public static final String NEIGHBOUR = "440199001002";

  /** A community of another street. */
  public static final String ELSEWHERE = "440199002001";

  /** The street that {@link #ELSEWHERE} lies in. */
  public static final String OTHER_STREET = "440199002000";

  private static final AtomicLong NEXT = new AtomicLong(1_000_000);

  private final Connections connections;

  /** Opens connections to the schema. */
  @FunctionalInterface
  public interface Connections {
    Connection open() throws SQLException;
  }

  private Street(Connections connections) {
    this.connections = connections;
  }

  /** Returns the street in the schema of this JVM. */
  public static Street here() {
    return in(TestDatabase::connection);
  }

  /** Returns the street in another schema. */
  public static Street in(Connections connections) {
    Street street = new Street(connections);
    street.division("440000000000", "44", null, "PROVINCE");
    street.division("440100000000", "4401", "440000000000", "CITY");
    street.division("440199000000", "440199", "440100000000", "COUNTY");
    street.division(STREET, "440199001", "440199000000", "STREET");
    street.division(OTHER_STREET, "440199002", "440199000000", "STREET");
    street.division(COMMUNITY, COMMUNITY, STREET, "COMMUNITY");
    street.division(NEIGHBOUR, NEIGHBOUR, STREET, "COMMUNITY");
    street.division(ELSEWHERE, ELSEWHERE, OTHER_STREET, "COMMUNITY");
    return street;
  }

  /** Creates a building of {@link #COMMUNITY}. */
  public void building(String code) {
    division(code, code, COMMUNITY, "BUILDING");
  }

  /** Creates a community of {@link #STREET}. */
  public void community(String code) {
    division(code, code, STREET, "COMMUNITY");
  }

  private void division(String code, String path, String parent, String level) {
    update(
        "INSERT INTO division (code, path, parent_code, level, name, code_year, version,"
            + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, 2025, 0, UTC_TIMESTAMP(6),"
            + " UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE version = version",
        code,
        path,
        parent,
        level,
        "区划" + path);
  }

  /** Creates a party branch in {@link #COMMUNITY} and returns its id. */
  public long organisation() {
    long id = NEXT.getAndIncrement();
    update(
        "INSERT INTO organisation (id, version, state, name, kind, sector, division_path,"
            + " created_at, updated_at) VALUES (?, 0, 'ACTIVE', ?, 'BRANCH', 'COMMUNITY', ?,"
            + " UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))",
        id,
        "支部" + id,
        COMMUNITY);
    return id;
  }

  /**
   * Creates a member of that organisation, registered in {@link #COMMUNITY}, and returns its id.
   */
  public long member(long organisation) {
    return member(organisation, COMMUNITY);
  }

  /** Creates a member of that organisation, registered in that community, and returns its id. */
  public long member(long organisation, String community) {
    return members(organisation, community, 1).getFirst();
  }

  /** Creates several members and returns their ids. */
  public List<Long> members(long organisation, String community, int count) {
    List<Long> ids = new ArrayList<>();
    try (Connection connection = connections.open();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO member (id, version, state, organisation_id, kind, division_path,"
                    + " shows_name, created_at, updated_at) VALUES (?, 0, 'ACTIVE', ?,"
                    + " 'COMMUNITY', ?, FALSE, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))")) {
      for (int i = 0; i < count; i++) {
        long id = NEXT.getAndIncrement();
        insert.setLong(1, id);
        insert.setLong(2, organisation);
        insert.setString(3, community);
        insert.addBatch();
        ids.add(id);
      }
      insert.executeBatch();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return ids;
  }

  /** Changes rows directly and returns how many. */
  public int update(String sql, Object... values) {
    try (Connection connection = connections.open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Returns the first column of the rows as text. */
  public List<String> column(String sql) {
    try (Connection connection = connections.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Returns the first column of the only row as a number. */
  public long number(String sql) {
    return Long.parseLong(column(sql).getFirst());
  }

  /** Converts an id of the API to the number stored in the tables. */
  public static long id(String text) {
    return Id.fromString(text).value();
  }
}
