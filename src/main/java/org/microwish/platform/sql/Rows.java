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
 * Helpers for a {@link RoundTrip}: for the parameters of a row, for reading results, for lists of
 * placeholders, and for times in the form in which columns store them.
 */
public final class Rows {

  /**
   * Maximum number of rows or keys per statement; keeps a statement well below the packet limit.
   */
  private static final int CHUNK = 500;

  private Rows() {}

  /** Sets the parameters of one row from an object. */
  @FunctionalInterface
  public interface Binder<T> {
    void bind(Row row, T of) throws SQLException;
  }

  /**
   * The parameters of one row in a statement that writes several rows. Each setter takes the
   * position of the parameter in its row, from 1.
   */
  public static final class Row {
    private final PreparedStatement statement;
    private int before;

    Row(PreparedStatement statement, int before) {
      this.statement = statement;
      this.before = before;
    }

    /**
     * Moves to the next row.
     *
     * @param places the number of parameters of each row
     */
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

    /** Sets a value of another type, or null. */
    public void setObject(int place, Object value) throws SQLException {
      statement.setObject(before + place, value);
    }
  }

  /** Reads the current row of a result; does not move to the next row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** Returns this number of placeholders, separated by commas. */
  public static String placeholders(int length) {
    return String.join(", ", Collections.nCopies(length, "?"));
  }

  /**
   * Returns the keys, filled up to a power of two by repeating the last key. So the driver sees
   * only few different lengths of lists and can reuse prepared statements.
   *
   * @param keys at least one key
   */
  public static <T> List<T> filled(List<T> keys) {
    int size = keys.size();
    int length = size == 1 ? 1 : Integer.highestOneBit(size - 1) * 2;
    List<T> list = new ArrayList<>(keys);
    list.addAll(Collections.nCopies(length - size, keys.getLast()));
    return list;
  }

  /**
   * Returns a condition that finds rows by several pairs of values. It does not use {@code (a, b)
   * IN (…)}, because MariaDB scans the whole table for that.
   *
   * @param pair the condition for one pair, such as {@code a = ? AND b = ?}
   * @param length the number of pairs
   */
  public static String pairs(String pair, int length) {
    return "(" + String.join(" OR ", Collections.nCopies(length, pair)) + ")";
  }

  /** Reads a DATETIME column, which contains a time in UTC; returns null for NULL. */
  public static Instant instant(ResultSet rows, int column) throws SQLException {
    LocalDateTime utc = rows.getObject(column, LocalDateTime.class);
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  /** Splits values into lists of at most 500, which are short enough for one statement. */
  public static <T> List<List<T>> chunks(Collection<T> values) {
    return chunks(values, CHUNK);
  }

  /** Splits values into lists of at most {@code most} values. */
  public static <T> List<List<T>> chunks(Collection<T> values, int most) {
    List<T> all = List.copyOf(values);
    List<List<T>> chunks = new ArrayList<>();
    for (int start = 0; start < all.size(); start += most) {
      chunks.add(all.subList(start, Math.min(all.size(), start + most)));
    }
    return chunks;
  }

  /**
   * Converts a time to the form that DATETIME(6) columns store: a date and time in UTC, whatever
   * this machine's time zone; returns null for null.
   */
  public static LocalDateTime utc(Instant time) {
    return time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
