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
 * Helpers for a {@link RoundTrip}: parameters of a row, readers of results, lists of placeholders,
 * and times as columns store them.
 */
public final class Rows {

  /** Rows per statement; keeps it well below the packet limit. */
  private static final int CHUNK = 500;

  private Rows() {}

  /** Sets the parameters of one row. */
  @FunctionalInterface
  public interface Binder<T> {
    void bind(Row row, T of) throws SQLException;
  }

  /** The parameters of one row of a statement, each by its position in the row, from 1. */
  public static final class Row {
    private final PreparedStatement statement;
    private int before;

    Row(PreparedStatement statement, int before) {
      this.statement = statement;
      this.before = before;
    }

    /** Moves to the next row. */
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

    /** Sets any other value, or null. */
    public void setObject(int place, Object value) throws SQLException {
      statement.setObject(before + place, value);
    }
  }

  /** Reads the current row of a result. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** A list of that many placeholders. */
  public static String placeholders(int length) {
    return String.join(", ", Collections.nCopies(length, "?"));
  }

  /**
   * Pads the keys to a power of two by repeating the last one, so that the driver sees only few
   * list lengths and can reuse prepared statements.
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
   * A condition that finds rows by several pairs of values. Not {@code (a, b) IN (…)}, for which
   * MariaDB scans the whole table.
   *
   * @param pair the condition for one pair, such as {@code a = ? AND b = ?}
   * @param length the number of pairs
   */
  public static String pairs(String pair, int length) {
    return "(" + String.join(" OR ", Collections.nCopies(length, pair)) + ")";
  }

  /** Reads a DATETIME column as a time in UTC; null stays null. */
  public static Instant instant(ResultSet rows, int column) throws SQLException {
    LocalDateTime utc = rows.getObject(column, LocalDateTime.class);
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
  }

  /** Splits values into lists short enough for an {@code IN (…)}. */
  public static <T> List<List<T>> chunks(Collection<T> values) {
    return chunks(values, CHUNK);
  }

  /** Splits values into lists of at most {@code most}. */
  public static <T> List<List<T>> chunks(Collection<T> values, int most) {
    List<T> all = List.copyOf(values);
    List<List<T>> chunks = new ArrayList<>();
    for (int start = 0; start < all.size(); start += most) {
      chunks.add(all.subList(start, Math.min(all.size(), start + most)));
    }
    return chunks;
  }

  /**
   * Converts a time to the form of DATETIME(6) columns: UTC, whatever this machine's zone; null
   * stays null.
   */
  public static LocalDateTime utc(Instant time) {
    return time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
