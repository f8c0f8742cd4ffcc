package org.microwish.platform;

import jakarta.persistence.EntityManager;
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
import java.util.function.Consumer;
import org.hibernate.Session;

/**
 * Writes many rows with one statement. The driver joins a batch into multi-row statements
 * (rewriteBatchedStatements), so a roll of thousands of members takes a handful of round trips.
 */
public final class Rows {

  /** Rows that are sent together; keeps a joined statement well below the packet limit. */
  private static final int CHUNK = 500;

  private Rows() {}

  /** Sets the parameters of one row. */
  @FunctionalInterface
  public interface Binder<T> {
    void bind(PreparedStatement statement, T row) throws SQLException;
  }

  /**
   * Runs the statement once for each row, in the caller's transaction. Entities that are not
   * flushed yet are not seen by it.
   *
   * @throws org.hibernate.JDBCException when the database refuses a row
   */
  public static <T> void write(
      EntityManager entities, String sql, Collection<T> rows, Binder<T> binder) {
    write(entities, sql, rows, binder, counts -> {});
  }

  /**
   * Runs an update once for each row, in the caller's transaction, each of which must find exactly
   * one.
   *
   * @throws IllegalStateException when one does not
   */
  public static <T> void update(
      EntityManager entities, String sql, Collection<T> rows, Binder<T> binder) {
    write(
        entities,
        sql,
        rows,
        binder,
        counts -> {
          for (int count : counts) {
            if (count != 1) {
              throw new IllegalStateException("a row is not as it was read");
            }
          }
        });
  }

  private static <T> void write(
      EntityManager entities,
      String sql,
      Collection<T> rows,
      Binder<T> binder,
      Consumer<int[]> counts) {
    if (rows.isEmpty()) {
      return;
    }
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                int waiting = 0;
                for (T row : rows) {
                  binder.bind(statement, row);
                  statement.addBatch();
                  if (++waiting == CHUNK) {
                    counts.accept(statement.executeBatch());
                    waiting = 0;
                  }
                }
                if (waiting > 0) {
                  counts.accept(statement.executeBatch());
                }
              }
            });
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
    if (keys.isEmpty()) {
      return found;
    }
    Session session = entities.unwrap(Session.class);
    for (List<?> chunk : chunks(keys)) {
      int length = filled(chunk.size());
      String filled = sql.formatted(String.join(", ", Collections.nCopies(length, "?")));
      session.doWork(
          connection -> {
            try (PreparedStatement select = connection.prepareStatement(filled)) {
              int at = 1;
              for (Object value : first) {
                select.setObject(at++, value);
              }
              for (int i = 0; i < length; i++) {
                select.setObject(at++, chunk.get(Math.min(i, chunk.size() - 1)));
              }
              try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                  found.add(reader.read(rows));
                }
              }
            }
          });
    }
    return found;
  }

  /**
   * All rows of one statement, in the caller's transaction and past Hibernate.
   *
   * @throws org.hibernate.JDBCException when the database refuses
   */
  public static <T> List<T> list(
      EntityManager entities, String sql, List<?> values, Reader<T> reader) {
    List<T> found = new ArrayList<>();
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                  select.setObject(i + 1, values.get(i));
                }
                try (ResultSet rows = select.executeQuery()) {
                  while (rows.next()) {
                    found.add(reader.read(rows));
                  }
                }
              }
            });
    return found;
  }

  /** The next power of two: how long a list of so many keys is made. */
  public static int filled(int size) {
    return size == 1 ? 1 : Integer.highestOneBit(size - 1) * 2;
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
    List<T> all = List.copyOf(values);
    List<List<T>> chunks = new ArrayList<>();
    for (int start = 0; start < all.size(); start += CHUNK) {
      chunks.add(all.subList(start, Math.min(all.size(), start + CHUNK)));
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
