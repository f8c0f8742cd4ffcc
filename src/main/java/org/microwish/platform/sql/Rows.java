package org.microwish.platform.sql;

import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Reads and writes many rows with one statement, past Hibernate and past the driver's batches:
 * those are encoded twice, once to learn their length, and an UPDATE costs a round trip a row. What
 * can be sent with other statements goes by a {@link RoundTrip}.
 */
public final class Rows {

  /** Rows that are sent together; keeps a statement well below the packet limit. */
  private static final int CHUNK = 500;

  private Rows() {}

  /** Sets the parameters of one row. */
  @FunctionalInterface
  public interface Binder<T> {
    void bind(Row row, T of) throws SQLException;
  }

  /** The parameters of one of the rows of a statement, each by its place in the row, from 1. */
  public static final class Row {
    private final PreparedStatement statement;
    private int before;

    Row(PreparedStatement statement, int before) {
      this.statement = statement;
      this.before = before;
    }

    /** Goes on with the next row. */
    void next(int places) {
      before += places;
    }

    public void setString(int place, String value) throws SQLException {
      statement.setString(before + place, value);
    }

    public void setLong(int place, long value) throws SQLException {
      statement.setLong(before + place, value);
    }

    public void setInt(int place, int value) throws SQLException {
      statement.setInt(before + place, value);
    }

    public void setBoolean(int place, boolean value) throws SQLException {
      statement.setBoolean(before + place, value);
    }

    public void setBigDecimal(int place, BigDecimal value) throws SQLException {
      statement.setBigDecimal(before + place, value);
    }

    public void setBytes(int place, byte[] value) throws SQLException {
      statement.setBytes(before + place, value);
    }

    /** Any other value, or null. */
    public void setObject(int place, Object value) throws SQLException {
      statement.setObject(before + place, value);
    }
  }

  /**
   * Inserts rows in the caller's transaction. Entities that are not flushed yet are not seen by it.
   *
   * @param sql an INSERT of one row, whose {@code VALUES (…)} is said once for each
   * @throws org.hibernate.JDBCException when the database refuses a row
   */
  public static <T> void insert(
      EntityManager entities, String sql, Collection<T> rows, Binder<T> binder) {
    new RoundTrip().insert(sql, rows, binder).send(entities);
  }

  /** The same with a connection. */
  public static <T> void insert(
      Connection connection, String sql, Collection<T> rows, Binder<T> binder) throws SQLException {
    new RoundTrip().insert(sql, rows, binder).send(connection);
  }

  /** Makes something of the row that a result stands at. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /**
   * Reads the rows of many keys with one statement a few hundred, in the caller's transaction and
   * past Hibernate, which would plan each length of the list anew. The lists are filled up by
   * repeating a key, so that the driver meets few statements and knows them.
   *
   * @param sql with {@code %s} where the list of placeholders goes, after those of {@code first}
   * @param first values before the list
   * @param keys numbers or texts; nothing is read for none
   * @throws org.hibernate.JDBCException when the database refuses
   */
  public static <T> List<T> read(
      EntityManager entities, String sql, List<?> first, Collection<?> keys, Reader<T> reader) {
    List<T> found = new ArrayList<>();
    new RoundTrip().read(sql, first, keys, row -> found.add(reader.read(row))).send(entities);
    return found;
  }

  /** So many placeholders of a list. */
  public static String placeholders(int length) {
    return String.join(", ", Collections.nCopies(length, "?"));
  }

  /**
   * All rows of one statement, in the caller's transaction and past Hibernate.
   *
   * @throws org.hibernate.JDBCException when the database refuses
   */
  public static <T> List<T> list(
      EntityManager entities, String sql, List<?> values, Reader<T> reader) {
    List<T> found = new ArrayList<>();
    new RoundTrip().read(sql, values, row -> found.add(reader.read(row))).send(entities);
    return found;
  }

  /**
   * The keys, the last of them repeated up to a power of two: so the driver meets lists of few
   * lengths and knows their statements.
   *
   * @param keys at least one
   */
  public static <T> List<T> filled(List<T> keys) {
    int size = keys.size();
    int length = size == 1 ? 1 : Integer.highestOneBit(size - 1) * 2;
    List<T> list = new ArrayList<>(keys);
    list.addAll(Collections.nCopies(length - size, keys.getLast()));
    return list;
  }

  /**
   * What finds rows by so many pairs. Not {@code (a, b) IN (…)}: MariaDB reads the whole table for
   * that.
   *
   * @param pair finds one, such as {@code a = ? AND b = ?}
   */
  public static String pairs(String pair, int length) {
    return "(" + String.join(" OR ", Collections.nCopies(length, pair)) + ")";
  }

  /** A number, or null. */
  public static Integer integer(ResultSet rows, int column) throws SQLException {
    int number = rows.getInt(column);
    return rows.wasNull() ? null : number;
  }

  /** A constant by its name, or null. */
  public static <E extends Enum<E>> E constant(Class<E> type, ResultSet rows, int column)
      throws SQLException {
    String name = rows.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }

  /** A time that {@link #utc} has written; null is null. */
  public static Instant instant(ResultSet rows, int column) throws SQLException {
    LocalDateTime utc = rows.getObject(column, LocalDateTime.class);
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  /** The same values in lists short enough for an {@code IN (…)}. */
  public static <T> List<List<T>> chunks(Collection<T> values) {
    return chunks(values, CHUNK);
  }

  /** The same values in lists of at most so many. */
  public static <T> List<List<T>> chunks(Collection<T> values, int most) {
    List<T> all = List.copyOf(values);
    List<List<T>> chunks = new ArrayList<>();
    for (int start = 0; start < all.size(); start += most) {
      chunks.add(all.subList(start, Math.min(all.size(), start + most)));
    }
    return chunks;
  }

  /**
   * A time as DATETIME(6) columns hold it: UTC, whatever the zone of this machine; null is null.
   */
  public static LocalDateTime utc(Instant time) {
    return time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
