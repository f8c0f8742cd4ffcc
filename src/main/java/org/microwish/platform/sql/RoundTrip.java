package org.microwish.platform.sql;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * Collects several statements and sends them in one round trip to the database, bypassing Hibernate
 * and the driver's batches; very many rows need several round trips. The statements run in the
 * order in which they were added; after the first failure, no further statement runs. The database
 * sees nothing before {@link #send}.
 *
 * <pre>{@code
 * RoundTrip trip = new RoundTrip();
 * Pending<Map<Long, Wish>> wishes = this.wishes.lockAll(trip, ids);
 * trip.insert("INSERT INTO claim (id, …) VALUES (?, …)", claims, (row, claim) -> …);
 * trip.send(entities);
 * wishes.get()…
 * }</pre>
 */
public final class RoundTrip {

  /**
   * Maximum number of rows and values that are sent in one round trip, unless a single statement
   * has more; keeps the query below the packet limit.
   */
  private static final int MOST = 2_000;

  private static final String VALUES = " VALUES ";

  private final List<Part> parts = new ArrayList<>();
  private final List<Pending<?>> pending = new ArrayList<>();
  private Function<SQLException, Optional<RuntimeException>> meaning = refused -> Optional.empty();

  /** A result of a round trip, available after {@link RoundTrip#send}. */
  public static final class Pending<T> {
    private final T value;
    private boolean sent;

    private Pending(T value) {
      this.value = value;
    }

    /**
     * Returns the result.
     *
     * @throws IllegalStateException if the round trip was not sent yet
     */
    public T get() {
      if (!sent) {
        throw new IllegalStateException("read before the round trip was sent");
      }
      return value;
    }
  }

  /**
   * Returns a result that becomes available after this round trip was sent and its readers have
   * filled the value.
   *
   * @param value an object to fill, such as an empty map
   */
  public <T> Pending<T> pending(T value) {
    Pending<T> made = new Pending<>(value);
    pending.add(made);
    return made;
  }

  /** A statement of the round trip. */
  private interface Part {
    String sql();

    /** Returns the number of rows of a write, or the number of parameters of a read. */
    int size();

    /**
     * Sets the parameters of this statement.
     *
     * @param before the number of parameters of the earlier statements
     * @return the number of parameters of this statement
     */
    int bind(PreparedStatement statement, int before) throws SQLException;

    /** Processes the result of this statement, which is the current result of {@code statement}. */
    void take(PreparedStatement statement) throws SQLException;
  }

  /**
   * Adds an INSERT of rows; several INSERTs if there are many rows.
   *
   * @param sql an INSERT of one row, whose {@code VALUES (…)} is repeated for each row
   * @param binder sets the parameters of one row
   */
  public <T> RoundTrip insert(String sql, Collection<T> rows, Rows.Binder<T> binder) {
    int begin = sql.indexOf(VALUES) + VALUES.length();
    int end = sql.indexOf(')', begin) + 1;
    String row = sql.substring(begin, end);
    for (List<T> chunk : Rows.chunks(rows)) {
      String all =
          sql.substring(0, begin)
              + String.join(", ", Collections.nCopies(chunk.size(), row))
              + sql.substring(end);
      parts.add(new Write<>(all, places(row), chunk, binder, false));
    }
    return this;
  }

  /**
   * Adds an UPDATE of rows by id, all of which must exist.
   *
   * @param table a table with an {@code id} column
   * @param columns the columns to set
   * @param binder sets the parameters of one row: first the id, then a value for each of the
   *     columns
   */
  public <T> RoundTrip update(
      String table, List<String> columns, Collection<T> rows, Rows.Binder<T> binder) {
    String first =
        "SELECT ? AS id"
            + columns.stream().map(column -> ", ? AS " + column).collect(Collectors.joining());
    String next = " UNION ALL SELECT ?" + ", ?".repeat(columns.size());
    String set =
        columns.stream()
            .map(column -> table + "." + column + " = fresh." + column)
            .collect(Collectors.joining(", "));
    for (List<T> chunk : Rows.chunks(rows)) {
      String sql =
          ("UPDATE (" + first + next.repeat(chunk.size() - 1) + ") fresh JOIN ")
              + (table + " ON " + table + ".id = fresh.id SET " + set);
      parts.add(new Write<>(sql, columns.size() + 1, chunk, binder, true));
    }
    return this;
  }

  /**
   * Adds a statement that changes rows.
   *
   * @param sql the statement
   * @param values the values of its parameters
   * @param found receives the number of rows that the statement found; an exception that it throws
   *     ends the round trip
   */
  public RoundTrip write(String sql, List<?> values, IntConsumer found) {
    parts.add(new Given(sql, values, statement -> found.accept(statement.getUpdateCount())));
    return this;
  }

  /**
   * Adds a statement that changes the rows with these keys, all of which must exist.
   *
   * @param sql a statement with {@code %s} where the placeholders of the keys belong
   * @param keys the keys, each of which belongs to one row
   * @param missing creates the exception that sending throws if a row does not exist
   */
  public RoundTrip write(
      String sql, Collection<?> keys, Supplier<? extends RuntimeException> missing) {
    for (List<?> chunk : Rows.chunks(keys)) {
      List<?> values = Rows.filled(chunk);
      write(
          sql.formatted(Rows.placeholders(values.size())),
          values,
          found -> {
            if (found != chunk.size()) {
              throw missing.get();
            }
          });
    }
    return this;
  }

  /**
   * Adds a query that reads rows by key.
   *
   * @param sql a query with {@code %s} where the placeholders of the keys belong, after the
   *     placeholders of {@code first}
   * @param first the values of the parameters before the keys
   * @param keys numbers or texts; if empty, no query is added
   * @param reader is called with each row
   */
  public RoundTrip read(String sql, List<?> first, Collection<?> keys, Rows.Reader<?> reader) {
    for (List<?> chunk : Rows.chunks(keys)) {
      List<?> list = Rows.filled(chunk);
      List<Object> values = new ArrayList<>(first);
      values.addAll(list);
      read(sql.formatted(Rows.placeholders(list.size())), values, reader);
    }
    return this;
  }

  /** Adds a query; {@code reader} is called with each of its rows. */
  public RoundTrip read(String sql, List<?> values, Rows.Reader<?> reader) {
    parts.add(
        new Given(
            sql,
            values,
            statement -> {
              try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                  reader.read(rows);
                }
              }
            }));
    return this;
  }

  /**
   * Adds a query; returns the list of its rows, which is available after the round trip was sent.
   */
  public <T> Pending<List<T>> list(String sql, List<?> values, Rows.Reader<T> reader) {
    List<T> rows = new ArrayList<>();
    read(sql, values, row -> rows.add(reader.read(row)));
    return pending(rows);
  }

  /**
   * Sets how {@link #send} converts a database error to another exception. The driver does not
   * report which of the statements failed. Replaces an earlier call of this method.
   *
   * @param meaning returns the exception to throw; empty to throw the database error itself
   */
  public RoundTrip refused(Function<SQLException, Optional<RuntimeException>> meaning) {
    this.meaning = meaning;
    return this;
  }

  /**
   * Sends the statements in the caller's transaction. They do not see changes of entities that
   * Hibernate has not flushed.
   *
   * @throws IllegalStateException if a row of {@link #update} does not exist
   * @throws org.hibernate.JDBCException if the database rejects a statement
   */
  public void send(EntityManager entities) {
    if (parts.isEmpty()) {
      arrive();
    } else {
      entities.unwrap(Session.class).doWork(this::send);
    }
  }

  /**
   * Sends the statements on a JDBC connection, which must allow several statements in one query.
   */
  public void send(Connection connection) throws SQLException {
    try {
      sendAll(connection);
    } catch (SQLException refused) {
      Optional<RuntimeException> other = meaning.apply(refused);
      if (other.isPresent()) {
        throw other.get();
      }
      throw refused;
    }
  }

  private void sendAll(Connection connection) throws SQLException {
    List<Part> together = new ArrayList<>();
    int size = 0;
    for (Part part : parts) {
      if (size + part.size() > MOST && !together.isEmpty()) {
        send(connection, together);
        together.clear();
        size = 0;
      }
      together.add(part);
      size += part.size();
    }
    if (!together.isEmpty()) {
      send(connection, together);
    }
    parts.clear();
    arrive();
  }

  private void arrive() {
    pending.forEach(read -> read.sent = true);
    pending.clear();
  }

  private static void send(Connection connection, List<Part> together) throws SQLException {
    String sql = together.stream().map(Part::sql).collect(Collectors.joining("; "));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int before = 0;
      for (Part part : together) {
        before += part.bind(statement, before);
      }
      statement.execute();
      for (int i = 0; i < together.size(); i++) {
        if (i > 0) {
          statement.getMoreResults();
        }
        together.get(i).take(statement);
      }
    }
  }

  private static int places(String row) {
    return (int) row.chars().filter(one -> one == '?').count();
  }

  /**
   * A statement that writes rows.
   *
   * @param places the number of parameters of one row
   * @param all whether all rows must exist already
   */
  private record Write<T>(String sql, int places, List<T> rows, Rows.Binder<T> binder, boolean all)
      implements Part {

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public int bind(PreparedStatement statement, int before) throws SQLException {
      Rows.Row row = new Rows.Row(statement, before);
      for (T of : rows) {
        binder.bind(row, of);
        row.next(places);
      }
      return places * rows.size();
    }

    @Override
    public void take(PreparedStatement statement) throws SQLException {
      if (all && statement.getUpdateCount() != rows.size()) {
        throw new IllegalStateException("a row to be updated does not exist");
      }
    }
  }

  /** Processes the current result of a statement. */
  @FunctionalInterface
  private interface Taker {
    void take(PreparedStatement statement) throws SQLException;
  }

  /** A statement with the values of its parameters. */
  private record Given(String sql, List<?> values, Taker taker) implements Part {

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public int bind(PreparedStatement statement, int before) throws SQLException {
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(before + i + 1, values.get(i));
      }
      return values.size();
    }

    @Override
    public void take(PreparedStatement statement) throws SQLException {
      taker.take(statement);
    }
  }
}
