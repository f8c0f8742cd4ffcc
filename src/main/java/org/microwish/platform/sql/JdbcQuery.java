package org.microwish.platform.sql;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SQL statement on a plain JDBC connection, for threads without a Hibernate session, such as
 * those that follow the ledger. Like an {@code @SQL} method, the statement has named parameters and
 * returns records.
 *
 * <pre>{@code
 * List<Month> months =
 *     JdbcQuery.of(connection, "SELECT month, since FROM statistics_month WHERE generation = :id")
 *         .set("id", generation)
 *         .list(Month.class);
 * }</pre>
 */
public final class JdbcQuery {

  static final Pattern PARAMETER = Pattern.compile(":([a-z][A-Za-z0-9]*)");

  private final Connection connection;
  private final String sql;
  private final Map<String, Object> parameters = new HashMap<>();

  private JdbcQuery(Connection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  public static JdbcQuery of(Connection connection, String sql) {
    return new JdbcQuery(connection, sql);
  }

  /**
   * Sets a named parameter.
   *
   * @param name the name of the parameter, without the colon
   * @param value a number, boolean, string, enum constant (written by name), time, bytes or null;
   *     or a non-empty collection of such values, without null, for {@code IN (:name)}
   */
  public JdbcQuery set(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Runs an INSERT, UPDATE or DELETE. Returns the driver's update count, which for an UPDATE
   * includes rows that already had the new values.
   */
  public int run() throws SQLException {
    try (PreparedStatement statement = prepare()) {
      return statement.executeUpdate();
    }
  }

  /**
   * Runs a query and returns all rows.
   *
   * @param type a record with one component for each column, in the same order; or, for a query
   *     with one column, the type of the column
   */
  public <R> List<R> list(Class<R> type) throws SQLException {
    List<R> found = new ArrayList<>();
    try (PreparedStatement statement = prepare();
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(type.isRecord() ? read(rows, type) : type.cast(column(rows, 1, type)));
      }
    }
    return found;
  }

  /** Runs a query and returns the first row; empty if there is none. Reads all rows. */
  public <R> Optional<R> first(Class<R> type) throws SQLException {
    return list(type).stream().findFirst();
  }

  private PreparedStatement prepare() throws SQLException {
    List<Object> values = new ArrayList<>();
    Matcher names = PARAMETER.matcher(sql);
    String text =
        names.replaceAll(
            found -> {
              if (!parameters.containsKey(found.group(1))) {
                throw new IllegalArgumentException("no value for " + found.group());
              }
              Object value = parameters.get(found.group(1));
              if (value instanceof Collection<?> several) {
                List<?> filled = Rows.filled(List.copyOf(several));
                values.addAll(filled);
                return String.join(", ", Collections.nCopies(filled.size(), "?"));
              }
              values.add(value);
              return "?";
            });
    PreparedStatement statement = connection.prepareStatement(text);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, written(values.get(i)));
    }
    return statement;
  }

  /** Converts a parameter's value to a type that the driver accepts. */
  static Object written(Object value) {
    return switch (value) {
      case Instant time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC);
      case Enum<?> constant -> constant.name();
      case null -> null;
      case Object other -> other;
    };
  }

  private static <R> R read(ResultSet rows, Class<R> type) throws SQLException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = column(rows, i + 1, components[i].getType());
    }
    try {
      Constructor<R> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /**
   * Reads a column of the current row, converted to the type of a record component or field. NULL
   * becomes null, but false for {@code boolean}.
   */
  static Object column(ResultSet rows, int column, Class<?> type) throws SQLException {
    if (type == long.class || type == Long.class) {
      long number = rows.getLong(column);
      return rows.wasNull() ? null : number;
    }
    if (type == int.class || type == Integer.class) {
      int number = rows.getInt(column);
      return rows.wasNull() ? null : number;
    }
    if (type == boolean.class) {
      return rows.getBoolean(column);
    }
    if (type == byte[].class) {
      return rows.getBytes(column);
    }
    if (type == BigDecimal.class) {
      return rows.getBigDecimal(column);
    }
    if (type == Instant.class) {
      LocalDateTime utc = rows.getObject(column, LocalDateTime.class);
      return utc == null ? null : utc.toInstant(ZoneOffset.UTC);
    }
    String text = rows.getString(column);
    if (text == null || !type.isEnum()) {
      return text;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + type.getSimpleName() + ": " + text));
  }
}
