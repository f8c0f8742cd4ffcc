package org.microwish.platform.sql;

import java.math.BigDecimal;
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
 * What a {@link RoundTrip} is made of: the parameters of one row, readers of a result, lists of
 * placeholders, and times as the columns hold them.
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

  /** Makes something of the row that a result stands at. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** So many placeholders of a list. */
  public static String placeholders(int length) {
    return String.join(", ", Collections.nCopies(length, "?"));
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
